package io.quarkiverse.channelbox.runtime.command;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;

import io.quarkiverse.channelbox.runtime.membership.Refusal;

/** Constraints of the parameters of events, for applications that have bean validation. */
@Singleton
public class ConstraintViolations implements EventFailures {

    /** In characters. */
    private static final int MAX_REASON = 500;

    @Override
    public Optional<Refusal> refusal(Throwable failure, Class<?> endpoint) {
        if (failure instanceof ConstraintViolationException violations
                && violations.getConstraintViolations() != null && !violations.getConstraintViolations().isEmpty()
                && violations.getConstraintViolations().stream().allMatch(each -> isOfParameter(each, endpoint))) {
            String reason = violations.getConstraintViolations().stream().map(ConstraintViolations::text).sorted()
                    .collect(Collectors.joining("; "));
            return Optional.of(new Refusal(400, reason.substring(0, Math.min(reason.length(), MAX_REASON))));
        }
        return Optional.empty();
    }

    /** What the endpoint returns, or what it calls with, is not the client's fault. */
    private static boolean isOfParameter(ConstraintViolation<?> violation, Class<?> endpoint) {
        Iterator<Path.Node> path = violation.getPropertyPath().iterator();
        return endpoint.isAssignableFrom(violation.getRootBeanClass())
                && path.hasNext() && path.next().getKind() == ElementKind.METHOD
                && path.hasNext() && path.next().getKind() != ElementKind.RETURN_VALUE;
    }

    /** The path below the parameter, of whose name the client knows nothing, and the message. */
    private static String text(ConstraintViolation<?> violation) {
        Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
        String path = violation.getPropertyPath().toString()
                .substring((nodes.next().getName() + '.' + nodes.next().getName()).length());
        return path.isEmpty() ? violation.getMessage()
                : (path.startsWith(".") ? path.substring(1) : path) + ": " + violation.getMessage();
    }
}
