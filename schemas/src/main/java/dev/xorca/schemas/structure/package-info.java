/** What schemas say, read as structure: nodes, their references, and what several of them say together. */
@NullMarked
package dev.xorca.schemas.structure;

import org.jspecify.annotations.NullMarked;
