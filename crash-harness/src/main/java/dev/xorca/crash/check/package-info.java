/** The judgement: what stands in public topics, held against what each orchestration had to do. */
@NullMarked
package dev.xorca.crash.check;

import org.jspecify.annotations.NullMarked;
