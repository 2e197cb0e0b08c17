package dev.xorca.machine;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import org.jspecify.annotations.Nullable;

/**
 * A foreign event that starts an orchestration. Its expressions know the event and nothing else.
 *
 * @param on the event's type
 * @param when which events of this type; null for all
 * @param processId yields the process id, text or a whole number; null for one that derives from the event's source and id
 * @param context yields what the orchestration is started with
 * @param announces whether {@code notif.xorca.NAME.started} tells the subject of what was started
 */
public record StartRule(
        String on, @Nullable Guard when, @Nullable Expression processId, Expression context, boolean announces) {}
