package dev.xorca.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.everit.json.schema.FormatValidator;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.Validator;
import org.everit.json.schema.event.SchemaReferencedEvent;
import org.everit.json.schema.event.ValidationListener;
import org.everit.json.schema.loader.SchemaLoader;
import org.everit.json.schema.regexp.RE2JRegexpFactory;
import org.everit.json.schema.regexp.Regexp;
import org.json.JSONException;
import org.jspecify.annotations.Nullable;

/** Schemas by the Everit library. */
final class EveritCompiler implements SchemaCompiler {
    /** How many schemas may be held against values in one check. */
    private static final long MAX_WORK = 10_000_000;

    /** Of larger values only the first violation is told. */
    private static final long MOST_VALUES_TOLD = 2_000;

    private static final int MAX_REFERENCES = 100_000;

    private static final RE2JRegexpFactory PATTERNS = new RE2JRegexpFactory();

    @Override
    public PayloadSchema compile(Map<String, Object> document, SchemaDocuments others) {
        var draft = Draft.of(document, Draft.DRAFT_07, "");
        SchemaLimits.check(document);
        var bundled = SchemaBundle.of(document, others, draft);
        SchemaLimits.check(bundled);
        ReferenceCheck.check(bundled);
        PatternCheck.check(bundled);
        return new EveritSchema(bundled, load(bundled), QuickCheck.of(bundled, draft));
    }

    private static Schema load(Map<String, Object> document) {
        var withoutId = new LinkedHashMap<>(document);
        withoutId.remove("$id");
        if (document.get("id") instanceof String) {
            withoutId.remove("id");
        }
        var loader = SchemaLoader.builder()
                .draftV7Support()
                .useDefaults(false)
                .enableOverrideOfBuiltInFormatValidators()
                .regexpFactory(EveritCompiler::pattern)
                .schemaClient(url -> {
                    throw new SchemaException("ref-unknown", "#", "$ref '" + url + "' leads outside of the document");
                })
                .schemaJson(OrgJson.of(withoutId));
        Formats.ALL.forEach((name, format) -> loader.addFormatValidator(new Format(name, format)));
        try {
            return loader.build().load().build();
        } catch (SchemaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new SchemaException("bad-schema", "#", "not a valid JSON Schema: " + e.getMessage(), e);
        }
    }

    private static Regexp pattern(String pattern) {
        return PATTERNS.createHandler(EcmaPattern.translate(pattern));
    }

    private record Format(String formatName, Predicate<String> format) implements FormatValidator {
        @Override
        public Optional<String> validate(String text) {
            return format.test(text) ? Optional.empty() : Optional.of("");
        }
    }

    /** Everit tells what is wrong, once the quick check has found that something is. */
    private record EveritSchema(Map<String, Object> document, Schema schema, QuickCheck quick)
            implements PayloadSchema {
        @Override
        public List<Violation> check(@Nullable Object value) {
            var run = new QuickCheck.Run(MAX_WORK);
            try {
                if (quick.fits(value, run)) {
                    return List.of();
                }
                var wording = new Wording(document, value);
                return Json.values(value) > MOST_VALUES_TOLD
                        ? List.of(run.violation(wording))
                        : violations(value, wording, run);
            } catch (QuickCheck.LimitReached | StackOverflowError e) {
                return List.of(Wording.tooMuch());
            }
        }

        private List<Violation> violations(@Nullable Object value, Wording wording, QuickCheck.Run run) {
            var validator =
                    Validator.builder().withListener(new ReferenceLimit()).build();
            try {
                validator.performValidation(schema, OrgJson.of(value));
                return List.of();
            } catch (ValidationException e) {
                var violations = new ArrayList<Violation>();
                collect(e, wording, violations);
                return violations;
            } catch (JSONException e) {
                // To say what a value must not fit, Everit writes that schema down, which not every one survives.
                return List.of(run.violation(wording));
            }
        }

        private static void collect(ValidationException e, Wording wording, List<Violation> violations) {
            if (e.getCausingExceptions().isEmpty()) {
                violations.add(wording.violation(e));
            } else {
                e.getCausingExceptions().forEach(cause -> collect(cause, wording, violations));
            }
        }
    }

    /** Ends a check in which references lead to ever more references. */
    private static final class ReferenceLimit implements ValidationListener {
        private int left = MAX_REFERENCES;

        @Override
        public void schemaReferenced(SchemaReferencedEvent event) {
            if (--left < 0) {
                throw new QuickCheck.LimitReached();
            }
        }
    }
}
