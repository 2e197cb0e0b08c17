package dev.xorca.samples;

import dev.xorca.machine.Responder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts questions aside with their token, and answers them when somebody gets round to it. That a question comes twice,
 * because a step was decided twice, does no harm: it has the same token.
 */
final class CreditDesk implements Responder, Sample.Desk {
    private final Map<String, String> customers = new ConcurrentHashMap<>();

    @Override
    public Reply answer(Question question) {
        var customer = question.data() instanceof Map<?, ?> data ? String.valueOf(data.get("customer")) : "";
        customers.put(question.token(), customer);
        return new Later();
    }

    @Override
    public Map<String, Map<String, Object>> answered() {
        var answers = new LinkedHashMap<String, Map<String, Object>>();
        customers.forEach((token, customer) -> answers.put(token, Map.of("approved", !customer.equals("Mallory"))));
        customers.keySet().removeAll(answers.keySet());
        return answers;
    }
}
