/* 明镜: reads a page aloud with the browser's own voice, where it has one; and closes what was offered while typing. */
(function () {
  "use strict";
  function each(selector, work) { Array.prototype.forEach.call(document.querySelectorAll(selector), work); }
  var voice = window.speechSynthesis, place = document.querySelector("[data-read]");
  if (voice && window.SpeechSynthesisUtterance && place && document.documentElement.classList.contains("elder")) {
    var start = place.querySelector("[data-read-start]"), stop = place.querySelector("[data-read-stop]");
    var silent = function () { voice.cancel(); stop.hidden = true; start.hidden = false; };
    place.hidden = false;
    start.addEventListener("click", function () {
      voice.cancel();
      var pieces = [];
      each("main h1, main h2, main h3, main p, main dt, main dd, main li, main th, main td", function (part) {
        if (part.closest("[hidden], .mj-crumbs, .mj-actions, .mj-read, .mj-print-foot, thead") || part.querySelector("p, li, dt, td")) return;
        var text = (part.innerText || "").trim();
        if (text) pieces.push(text);
      });
      pieces.slice(0, 400).forEach(function (text, at) {
        var said = new SpeechSynthesisUtterance(text.slice(0, 300));
        said.lang = "zh-CN"; said.rate = 0.9;
        if (at === Math.min(pieces.length, 400) - 1) said.onend = silent;
        voice.speak(said);
      });
      start.hidden = true; stop.hidden = false;
    });
    stop.addEventListener("click", silent);
    window.addEventListener("pagehide", silent);
  }
  function close() { each(".mj-suggest", function (list) { list.innerHTML = ""; }); }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close();
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest) {
      var box = event.target.closest(".mj-suggest-box");
      var stops = box ? Array.prototype.slice.call(box.querySelectorAll("input, .mj-suggested a")) : [];
      var next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next && stops.length > 1) { event.preventDefault(); next.focus(); }
    }
  });
  document.addEventListener("click", function (event) { if (!(event.target.closest && event.target.closest(".mj-suggest-box"))) close(); });
})();
