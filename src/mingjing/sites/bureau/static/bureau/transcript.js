/* Transcript beside the player: the line that is being said is marked, and lines are found by a word. ES2017 (Chromium 80).
   Without this file every line is still a link to its moment. */
(function () {
  "use strict";
  var list = document.querySelector(".mj-transcript"), player = document.querySelector("[data-player] video, [data-player] audio");
  if (!list) return;
  var rows = Array.prototype.slice.call(list.children), marked = null;
  var times = rows.map(function (row) { return +row.querySelector("[data-at]").dataset.at; });
  function mark() {
    var at = -1;
    while (at + 1 < times.length && times[at + 1] <= player.currentTime) at += 1;
    var row = at < 0 ? null : rows[at];
    if (row === marked) return;
    if (marked) marked.removeAttribute("aria-current");
    marked = row;
    if (!row) return;
    row.setAttribute("aria-current", "true");
    if (!player.paused) list.scrollTop = row.offsetTop - list.clientHeight / 3;
  }
  if (player) player.addEventListener("timeupdate", mark);
  var field = document.querySelector("[data-said]"), told = document.querySelector("[data-said-found]");
  field.hidden = false;
  field.addEventListener("input", function () {
    var word = field.value.trim().toLowerCase(), found = 0;
    rows.forEach(function (row) {
      row.hidden = Boolean(word) && row.textContent.toLowerCase().indexOf(word) < 0;
      found += row.hidden ? 0 : 1;
    });
    told.textContent = word ? (found ? "找到 " + found + " 行" : "没有找到，换一个词") : "";
  });
})();
