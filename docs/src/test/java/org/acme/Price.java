package org.acme;

/** Has nothing that Jackson sees. */
public class Price {
}
