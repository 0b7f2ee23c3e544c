// Sets the colours before the first paint; a script of its own, because the page allows none inline.
(function () {
  var scheme = null;
  var palette = null;
  try {
    scheme = localStorage.getItem('k2.scheme');
    palette = (JSON.parse(localStorage.getItem('k2.prefs') || '{}').state || {}).palette;
  } catch (failure) {
    console.info('This browser keeps no settings.', failure);
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
  document.documentElement.setAttribute('data-palette', palette || 'classic');
})();
