/* 明镜: small comforts. Every page works without this file. ES2017 only (Chromium 80). */
(function () {
  "use strict";
  var person = document.body.dataset.person || "";
  var prefix = "mj:";
  var shelf = null;
  try { shelf = window.localStorage; shelf.setItem(prefix, ""); shelf.removeItem(prefix); } catch (error) { shelf = null; }

  function each(selector, work) { Array.prototype.forEach.call(document.querySelectorAll(selector), work); }
  function kept() { return shelf ? Object.keys(shelf).filter(function (key) { return key.indexOf(prefix) === 0; }) : []; }
  function keyOf(form) { return prefix + person + ":" + location.pathname + "#" + (form.id || ""); }
  function skipped(field) {
    return !field.name || field.name[0] === "_" || field.name === "csrfmiddlewaretoken" || field.disabled ||
      ["hidden", "password", "file", "submit", "button"].indexOf(field.type) >= 0;
  }
  function valuesOf(form) {
    var values = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (skipped(field)) return;
      if (field.type === "checkbox" || field.type === "radio") {
        values[field.name] = values[field.name] || [];
        if (field.checked) values[field.name].push(field.value);
      } else { (values[field.name] = values[field.name] || []).push(field.value); }
    });
    return values;
  }
  function fill(form, values) {
    var changed = false, seen = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (skipped(field) || !values[field.name]) return;
      var was;
      if (field.type === "checkbox" || field.type === "radio") {
        was = field.checked;
        field.checked = values[field.name].indexOf(field.value) >= 0;
        changed = changed || was !== field.checked;
      } else {
        var at = seen[field.name] = (seen[field.name] || 0) + 1;
        var text = values[field.name][at - 1];
        if (text === undefined || text === field.value) return;
        field.value = text;
        changed = true;
      }
    });
    return changed;
  }
  function tell(form, text, undo) {
    var place = form.querySelector("[data-saved]");
    if (!place) return;
    place.textContent = text;
    if (!undo) return;
    var button = document.createElement("button");
    button.type = "button"; button.className = "btn btn-link btn-sm"; button.textContent = "不要，恢复原样";
    button.onclick = function () { undo(); place.textContent = "已恢复原样"; };
    place.appendChild(button);
  }
  function clock() { var now = new Date(); return ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2); }

  /* 409: the act has been done since, so the server takes no draft. An answer that leads elsewhere: the session has ended. */
  function outcome(answer) {
    if (answer.ok) return "草稿已保存 " + clock();
    if (answer.status === 409) return "这一步您已经办理过，这次没有另存草稿；请回到案件页面查看";
    if (answer.type === "opaqueredirect" || answer.status === 401) return "登录已过期，草稿存在本机 " + clock() + "，重新登录后会带回";
    return "草稿没有存到服务器，只存在本机 " + clock() + "；请稍后按“保存草稿”";
  }

  /* Forms with data-keep: what is typed is put on this computer's shelf for the same person for a day, and, where the page
     names a draft address, sent to the server. It comes back after a session has ended or the browser was closed. */
  function keep(form) {
    var key = keyOf(form), timer = 0, sentAt = 0, controller = null;
    var original = valuesOf(form);
    function put() {
      var values = valuesOf(form);
      if (shelf) try { shelf.setItem(key, JSON.stringify({ at: Date.now(), values: values })); } catch (error) { /* full shelf */ }
      if (!form.dataset.draftUrl) return;
      var body = new FormData(form);
      body.delete("_once"); /* saving a draft is not sending the form */
      Array.prototype.forEach.call(form.elements, function (field) { if (field.type === "file" || field.type === "password") body.delete(field.name); });
      if (controller && controller.abort) controller.abort();
      controller = window.AbortController ? new AbortController() : null;
      sentAt = Date.now();
      fetch(form.dataset.draftUrl, { method: "POST", body: body, headers: { "X-Requested-With": "draft" }, credentials: "same-origin", redirect: "manual", signal: controller ? controller.signal : undefined })
        .then(function (answer) { tell(form, outcome(answer)); })
        .catch(function (error) { if (error.name !== "AbortError") tell(form, "网络不通，草稿存在本机 " + clock()); });
    }
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(put, Date.now() - sentAt > 15000 ? 800 : 3000);
    });
    form.addEventListener("submit", function () { clearTimeout(timer); put(); if (shelf) shelf.setItem(prefix + "sent", key); });
    if (!shelf) return;
    var stored = null;
    try { stored = JSON.parse(shelf.getItem(key) || "null"); } catch (error) { stored = null; }
    if (stored && Date.now() - stored.at < 86400000 && !document.querySelector(".mj-errors") && fill(form, stored.values)) {
      tell(form, "已带回您上次没有提交的内容", function () { fill(form, original); shelf.removeItem(key); });
    }
  }

  /* A submitted form is done once the next page is not the same form again. */
  function sweep() {
    if (!shelf) return;
    var sent = shelf.getItem(prefix + "sent");
    var here = prefix + person + ":" + location.pathname + "#";
    var leftOver = document.querySelector(".mj-errors, [data-sign-in], [data-failed]");
    if (sent && person && !leftOver && (sent.indexOf(here) !== 0 || document.querySelector(".mj-note.alert-success"))) shelf.removeItem(sent);
    if (!document.querySelector("[data-sign-in], [data-failed]")) shelf.removeItem(prefix + "sent");
    kept().forEach(function (key) {
      var stored = null;
      try { stored = JSON.parse(shelf.getItem(key) || "null"); } catch (error) { stored = null; }
      if (key !== prefix + "sent" && (!stored || Date.now() - stored.at > 86400000 || (person && key.indexOf(prefix + person + ":") !== 0))) shelf.removeItem(key);
    });
  }

  function start(root) {
    Array.prototype.forEach.call(root.querySelectorAll("form[data-once]"), function (form) {
      if (form.dataset.ready) return;
      form.dataset.ready = "1";
      if (form.hasAttribute("data-keep") && person) keep(form);
      form.addEventListener("submit", function (event) {
        if (form.dataset.sending) { event.preventDefault(); return; }
        form.dataset.sending = "1";
        Array.prototype.forEach.call(form.querySelectorAll("button[type=submit]"), function (button) {
          setTimeout(function () { button.disabled = true; }, 0);
        });
        setTimeout(function () {
          delete form.dataset.sending;
          Array.prototype.forEach.call(form.querySelectorAll("button[type=submit]"), function (button) { button.disabled = false; });
        }, 10000);
      });
    });
  }

  sweep();
  start(document);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt.parentNode || document); });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) each("form[data-sending]", function (form) { delete form.dataset.sending; Array.prototype.forEach.call(form.querySelectorAll("button[disabled]"), function (b) { b.disabled = false; }); });
  });
  var summary = document.getElementById("errors");
  if (summary) summary.focus();

  each(".mj-tabs ul", function (row) {
    var here = row.querySelector("[aria-current]");
    if (here) row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - here.offsetWidth) / 2;
  });
  /* A table that is wider than its place can be moved by the keyboard too; one that fits is no stop of the Tab key. */
  function reachable() {
    each(".mj-table-frame", function (frame) {
      var words = frame.querySelector("caption");
      if (frame.hasAttribute("tabindex") && !frame.dataset.wide) return;
      if (frame.scrollWidth > frame.clientWidth) {
        frame.dataset.wide = "1"; frame.tabIndex = 0; frame.setAttribute("role", "group");
        if (words) frame.setAttribute("aria-label", words.textContent);
      } else if (frame.dataset.wide) { delete frame.dataset.wide; ["tabindex", "role", "aria-label"].forEach(function (name) { frame.removeAttribute(name); }); }
    });
  }
  reachable();
  window.addEventListener("resize", reachable);
  /* The place of a visit: asked of the phone only when somebody presses the button. */
  each("[data-latitude]", function (field) {
    var other = field.form.querySelector("[data-longitude]");
    if (!navigator.geolocation || !other) return;
    var button = document.createElement("button");
    button.type = "button"; button.className = "btn btn-sm btn-outline-secondary"; button.textContent = "用手机定位";
    button.onclick = function () {
      button.textContent = "正在定位……";
      navigator.geolocation.getCurrentPosition(function (found) {
        field.value = found.coords.latitude.toFixed(5); other.value = found.coords.longitude.toFixed(5);
        button.textContent = "已取得位置，可以清空";
      }, function () { button.textContent = "没有取得位置，可以不填"; }, { timeout: 15000 });
    };
    var place = document.createElement("div");
    place.className = "mj-wide-field"; place.appendChild(button);
    other.closest(".mj-field").insertAdjacentElement("afterend", place);
  });
  each("[data-print]", function (button) { button.hidden = false; });
  each("form[data-sign-out]", function (form) {
    form.addEventListener("submit", function () { kept().forEach(function (key) { shelf.removeItem(key); }); });
  });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      var box = document.querySelector("[data-focus-key='/']");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "Escape") {
      each("details.mj-drop[open]", function (one) { one.open = false; if (one.contains(event.target)) one.querySelector("summary").focus(); });
      if (location.hash === "#menu") { location.hash = "#main"; }
    }
  });
  document.addEventListener("click", function (event) {
    each("details.mj-drop[open]", function (one) { if (!one.contains(event.target)) one.open = false; });
    var again = event.target.closest ? event.target.closest("[data-print]") : null;
    if (again) window.print();
  });
})();
