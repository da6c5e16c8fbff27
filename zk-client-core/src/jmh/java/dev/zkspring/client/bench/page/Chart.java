package dev.zkspring.client.bench.page;

/** A plot that may have no figures to show, if its suite did not run. */
interface Chart {

    String title();

    boolean isEmpty();

    /** The whole SVG document. */
    String render();
}
