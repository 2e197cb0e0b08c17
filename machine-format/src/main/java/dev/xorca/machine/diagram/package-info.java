/** Pictures of machines: as text for Mermaid and Graphviz, drawn as SVG. */
@NullMarked
package dev.xorca.machine.diagram;

import org.jspecify.annotations.NullMarked;
