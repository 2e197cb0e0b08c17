package dev.xorca.runtime;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Subjects that were read lately, so that one which comes again and again is read once: every event of an orchestration
 * has the same, and what is told as due comes back as a record. Belongs to one task.
 */
final class Subjects {
    private static final int MOST = 4_000;
    /** Longer ones are rare, and would make the memory as large as somebody outside wants it. */
    private static final int LONGEST = 500;

    private final Map<String, Subject> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Subject> eldest) {
            return size() > MOST;
        }
    };

    /**
     * As {@link Subject#parse}.
     *
     * @throws SubjectException as there
     */
    Subject parse(String text) {
        if (text.length() > LONGEST) {
            return Subject.parse(text);
        }
        var subject = known.get(text);
        if (subject == null) {
            subject = Subject.parse(text);
            known.put(text, subject);
        }
        return subject;
    }
}
