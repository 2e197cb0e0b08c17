/** What a state asks of others while it is active: the definition of invocations, as values. Knows the JDK alone. */
@org.jspecify.annotations.NullMarked
package dev.xorca.statechart.invoke;
