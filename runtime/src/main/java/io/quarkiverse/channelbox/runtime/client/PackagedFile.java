package io.quarkiverse.channelbox.runtime.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.RoutingContext;

/**
 * A file of the runtime jar, as it is and as the build has compressed it. A browser gets the smallest that it can read; it asks
 * each time whether it has changed, and mostly gets no more than that it has not.
 */
final class PackagedFile {

    private static final String IDENTITY = "identity";
    /** The smallest first. */
    private static final List<String> ENCODINGS = List.of("br", "gzip", IDENTITY);
    /** What the names of the compressed files end with. */
    private static final Map<String, String> SUFFIXES = Map.of("br", ".br", "gzip", ".gz", IDENTITY, "");

    /** The smallest first. */
    private final List<Variant> variants;
    private final String contentType;
    private final Map<String, String> headers;

    private record Variant(String encoding, Buffer content, String entityTag) {
    }

    /** @param headers that come with it, besides those of every file */
    PackagedFile(String resource, String contentType, Map<String, String> headers) {
        this.variants = ENCODINGS.stream().map(encoding -> read(resource, encoding)).filter(Objects::nonNull).toList();
        this.contentType = contentType;
        this.headers = headers;
    }

    /** What may be in the jar of it; Brotli is not where the build could not do it. */
    static Stream<String> resources(String resource) {
        return ENCODINGS.stream().map(SUFFIXES::get).map(resource::concat);
    }

    void answer(RoutingContext context) {
        Variant variant = acceptable(context.parsedHeaders().acceptEncoding());
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(HttpHeaders.ETAG, variant.entityTag())
                .putHeader("X-Content-Type-Options", "nosniff");
        headers.forEach(response::putHeader);
        if (isKnown(context.request(), variant.entityTag())) {
            response.setStatusCode(304).end();
        } else {
            if (!variant.encoding().equals(IDENTITY)) {
                response.putHeader(HttpHeaders.CONTENT_ENCODING, variant.encoding());
            }
            response.end(variant.content());
        }
    }

    private Variant acceptable(List<? extends ParsedHeaderValue> accepted) {
        return variants.stream()
                .filter(variant -> accepted.stream()
                        .anyMatch(value -> value.weight() > 0 && value.value().equalsIgnoreCase(variant.encoding())))
                .findFirst().orElse(variants.get(variants.size() - 1));
    }

    /** Proxies that compress or unpack make a tag a weak one. */
    private static boolean isKnown(HttpServerRequest request, String entityTag) {
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        return known != null && Stream.of(known.split(",")).map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(entityTag::equals);
    }

    private static Variant read(String resource, String encoding) {
        try (InputStream in = Thread.currentThread().getContextClassLoader()
                .getResourceAsStream(resource + SUFFIXES.get(encoding))) {
            if (in == null) {
                return null;
            }
            Buffer content = Buffer.buffer(in.readAllBytes());
            return new Variant(encoding, content, '"' + hash(content) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Buffer content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes()), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
