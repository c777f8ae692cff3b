/* 静态副本: large type without a server, and a search through the index of the copy. Every page works without this file. */
(function () {
  "use strict";
  var shelf = null;
  try { shelf = window.localStorage; shelf.getItem("mj-elder"); } catch (error) { shelf = null; }

  function elder(on) {
    document.documentElement.classList.toggle("elder", on);
    Array.prototype.forEach.call(document.querySelectorAll("[data-elder] span"), function (word) { word.textContent = on ? "标准版" : "长辈版"; });
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-elder]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var on = !document.documentElement.classList.contains("elder");
      elder(on);
      if (shelf) try { shelf.setItem("mj-elder", on ? "1" : ""); } catch (error) { /* full shelf */ }
    });
  });
  if (shelf && shelf.getItem("mj-elder") === "1") elder(true);

  var place = document.querySelector("[data-copy-search]");
  if (!place || place.dataset.ready) return;
  place.dataset.ready = "1";
  var box = place.querySelector("input"), told = place.querySelector("[data-copy-told]"), found = place.querySelector("[data-copy-found]");
  var FEW = 50;

  function plain(text) { return text.normalize ? text.normalize("NFKC").toLowerCase() : text.toLowerCase(); }
  function line(entry) {
    var item = document.createElement("li"), link = document.createElement("a"), more = document.createElement("small");
    link.href = "../" + entry[3];
    link.textContent = entry[0];
    more.textContent = "　" + entry[1] + "　" + entry[2];
    item.appendChild(link);
    item.appendChild(more);
    return item;
  }
  function group(name, lines) {
    var head = document.createElement("h3"), list = document.createElement("ul");
    head.textContent = name + "（" + lines.length + (lines.length > FEW ? "，只列前 " + FEW : "") + "）";
    list.className = "mj-plain-list";
    lines.slice(0, FEW).forEach(function (entry) { list.appendChild(line(entry)); });
    found.appendChild(head);
    found.appendChild(list);
  }
  function look(groups) {
    var words = plain(box.value).split(/\s+/).filter(Boolean), count = 0;
    found.textContent = "";
    if (!words.length) { told.textContent = ""; return; }
    groups.forEach(function (one) {
      var lines = one[1].filter(function (entry) {
        var text = plain(entry[0] + " " + entry[1] + " " + entry[2]);
        return words.every(function (word) { return text.indexOf(word) >= 0; });
      });
      count += lines.length;
      if (lines.length) group(one[0], lines);
    });
    told.textContent = count ? "查到 " + count + " 项" : "没有查到；可以减少几个字，或者从下面翻着找";
  }
  fetch(place.dataset.index).then(function (answer) {
    if (!answer.ok) throw new Error("no index");
    return answer.json();
  }).then(function (index) {
    var wait = 0;
    box.disabled = false;
    box.addEventListener("input", function () { clearTimeout(wait); wait = setTimeout(function () { look(index.groups); }, 150); });
    if (box.value) look(index.groups);
  }).catch(function () { told.textContent = "查询的索引没有取到，请从下面翻着找。"; });
})();
