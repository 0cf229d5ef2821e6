/** What the fuzz targets share; each target is in the package of what it feeds. */
package io.quarkiverse.channelbox.fuzz;
