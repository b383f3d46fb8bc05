#!/bin/sh
# A browser for the journeys: the system's, else one we may install, else the journeys alone are skipped, loudly.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing a browser for the journeys (once) ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
    >/dev/null 2>&1 && exit 0
fi
echo "*** No browser was found and none could be installed: the journeys will be SKIPPED. Install chromium to run them. ***"
exit 0
