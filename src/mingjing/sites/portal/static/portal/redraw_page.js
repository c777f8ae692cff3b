/* Recomputes a draw on its page or from a chosen file and writes line by line what agrees. Nothing leaves the browser. */
(function () {
  "use strict";
  const box = document.querySelector("[data-redraw]");
  if (!box || !window.mingjingRedraw || !window.sha256) return;
  const report = box.querySelector("[data-redraw-report]");
  const start = box.querySelector("[data-redraw-start]"), input = box.querySelector("[data-redraw-file]");
  const typed = box.querySelector("[data-redraw-pool]");

  function line(parent, tag, text, mark) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (mark) node.className = mark;
    parent.appendChild(node);
    return node;
  }

  function show(text) {
    report.textContent = "";
    let lines;
    try {
      lines = window.mingjingRedraw(JSON.parse(text), box.dataset.pool || (typed ? typed.value : ""), box.dataset.seedHash || "");
    } catch (failure) {
      line(report, "p", failure instanceof SyntaxError || !(failure instanceof window.MingjingBad)
        ? "读不出这个抽取文件：不是从本网站下载的抽取文件，或者没有下载完整。" : "读不出这个抽取文件：" + failure.message, "mj-badge mj-bad");
      return;
    }
    const good = lines.every((one) => one.ok);
    line(report, "p", good ? "结论：公布的结果可以由公布的材料重算出来。" : "结论：有不符的项，结果不可信。", "mj-badge " + (good ? "mj-good" : "mj-bad"));
    const list = report.appendChild(document.createElement("ul"));
    list.className = "mj-lines";
    for (const one of lines) {
      const row = list.appendChild(document.createElement("li"));
      line(row, "span", one.ok ? "✓ 相符" : "✗ 不符", "mj-badge " + (one.ok ? "mj-good" : "mj-bad"));
      row.appendChild(document.createTextNode(" " + one.title + (one.detail ? "：" + one.detail : "")));
    }
  }

  function later(text) {
    // A breath, so that the line above is drawn before a long calculation.
    setTimeout(function () { show(text); }, 30);
  }

  if (start) start.addEventListener("click", function () {
    report.textContent = "正在重算 …";
    fetch(box.querySelector("[data-redraw-source]").href, { cache: "no-store" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }).then(later).catch(function () { report.textContent = "抽取文件取不到。请下载抽取文件，在“重算”一页里选择它。"; });
  });

  function chosen(file) {
    report.textContent = "正在重算 " + file.name + " …";
    const reader = new FileReader();
    reader.onerror = function () { report.textContent = "这个文件读不出来，请重新选择。"; };
    reader.onload = function () { later(reader.result); };
    reader.readAsText(file);
  }
  // The same name chosen again is another file for whoever changed it meanwhile.
  if (input) input.addEventListener("click", function () { input.value = ""; });
  if (input) input.addEventListener("change", function () { if (input.files[0]) chosen(input.files[0]); });
})();
