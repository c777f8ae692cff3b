/* Boxes on a page: drawn with mouse or finger, or typed; either shows the other. Without this file the numbers alone do. ES2017. */
(function () {
  "use strict";
  var page = document.querySelector("[data-draw]"), form = document.querySelector("form[data-box]");
  if (!page || !form) return;
  var start = document.querySelector("[data-draw-start]"), said = document.querySelector("[data-draw-said]");
  var drawing = page.querySelector("svg"), from = null, active = false;
  var sides = ["left", "top", "right", "bottom"].map(function (name) { return form.elements[name]; });
  var shown = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  shown.setAttribute("class", "mj-box-new");
  drawing.appendChild(shown);

  function show() {
    var at = sides.map(function (side) { return Math.round(parseFloat(side.value) * 100); });
    var good = at.every(function (value) { return value >= 0 && value <= 10000; }) && at[2] > at[0] && at[3] > at[1];
    shown.setAttribute("x", good ? at[0] : 0);
    shown.setAttribute("y", good ? at[1] : 0);
    shown.setAttribute("width", good ? at[2] - at[0] : 0);
    shown.setAttribute("height", good ? at[3] - at[1] : 0);
  }
  function place(event) {
    var frame = page.getBoundingClientRect();
    function within(value) { return Math.min(100, Math.max(0, value)); }
    return [within((event.clientX - frame.left) / frame.width * 100), within((event.clientY - frame.top) / frame.height * 100)];
  }
  function put(to) {
    var at = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    at.forEach(function (value, index) { sides[index].value = value.toFixed(1); });
    show();
  }
  function turn(on) {
    active = on;
    page.classList.toggle("mj-drawing", on);
    start.setAttribute("aria-pressed", on ? "true" : "false");
    said.textContent = on ? "在原件上按住拖动；画完在下面选理由。" : "";
    if (on) page.scrollIntoView({ block: "nearest" });
  }
  start.hidden = false;
  start.addEventListener("click", function () { turn(!active); });
  page.addEventListener("pointerdown", function (event) {
    if (!active) return;
    event.preventDefault();
    page.setPointerCapture(event.pointerId);
    from = place(event);
  });
  page.addEventListener("pointermove", function (event) { if (from) put(place(event)); });
  page.addEventListener("pointerup", function (event) {
    if (!from) return;
    put(place(event));
    from = null;
    turn(false);
    said.textContent = "框已画好，可以用数字微调；请选择理由。";
    form.elements.ground.focus();
  });
  page.addEventListener("pointercancel", function () { from = null; });
  page.addEventListener("click", function (event) { if (page.classList.contains("mj-drawing")) event.preventDefault(); });
  sides.forEach(function (side) { side.addEventListener("input", show); });
  show();
})();
