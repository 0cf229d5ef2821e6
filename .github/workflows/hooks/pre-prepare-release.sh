#!/usr/bin/env bash
# Before a release: README and "Getting started" name that version. The workflow, which runs this, commits what it changes.
set -euo pipefail
cd "$(dirname "$0")/../../.."
documented=$(sed -n 's:.*<documented.version>\(.*\)</documented.version>.*:\1:p' pom.xml)
sed -i "s/${documented//./\\.}/$CURRENT_VERSION/g" README.md docs/modules/ROOT/pages/getting-started.adoc \
    docs/modules/ROOT/examples/getting-started/pom.xml
sed -i "s:<documented.version>.*</documented.version>:<documented.version>$CURRENT_VERSION</documented.version>:" pom.xml
