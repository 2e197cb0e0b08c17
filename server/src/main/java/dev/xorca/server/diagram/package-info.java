/** Machines drawn as SVG, with places found by the Eclipse Layout Kernel. */
@NullMarked
package dev.xorca.server.diagram;

import org.jspecify.annotations.NullMarked;
