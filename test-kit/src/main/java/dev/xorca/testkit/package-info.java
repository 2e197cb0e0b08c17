/** What the tests of a machine are written with: scenarios in virtual time, and a report of what they cover. */
@NullMarked
package dev.xorca.testkit;

import org.jspecify.annotations.NullMarked;
