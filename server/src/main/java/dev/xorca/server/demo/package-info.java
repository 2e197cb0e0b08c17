/** Demonstrations: sample machines and their services over a real broker, with every event told as it passes. */
@NullMarked
package dev.xorca.server.demo;

import org.jspecify.annotations.NullMarked;
