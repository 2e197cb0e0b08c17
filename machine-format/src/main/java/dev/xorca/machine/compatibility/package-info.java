/** What a new version of a machine breaks for the services it talks to: which contract, for whom, and who goes first. */
@NullMarked
package dev.xorca.machine.compatibility;

import org.jspecify.annotations.NullMarked;
