/* 浏览器里重算一次随机抽取：与 mingjing_redraw.py 是同一算法（mingjing-draw/1），逐项同样回答。
 *
 * mingjingRedraw(told, pool, seedHash) -> [{title, ok, detail}]; throws MingjingBad for what is no draw file.
 * Plain JavaScript for Chromium 80 and later; needs vendor/sha256 (js-sha256), since crypto.subtle is missing on plain HTTP.
 */
(function (world) {
  "use strict";

  const ALGORITHM = "mingjing-draw/1";
  class Bad extends Error {}
  class Infeasible extends Error {}

  const encoder = new TextEncoder();
  const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const digest = (...parts) => new Uint8Array(world.sha256.arrayBuffer(joined(parts)));

  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  }

  function unhex(text) {
    if (typeof text !== "string" || !/^([0-9a-fA-F]{2})*$/.test(text)) throw new Bad("种子不是十六进制");
    return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  function need(holder, key) {
    const value = holder[key];
    if (value === undefined) throw new Bad("缺少 " + key);
    return value;
  }

  /* Sorted keys, no blanks, as Python's canonical JSON. */
  function canonical(value) {
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (value !== null && typeof value === "object") {
      return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
    }
    return JSON.stringify(value);
  }

  const same = (one, other) => other !== undefined && canonical(one) === canonical(other);

  /* Numbers of a seed: block n is SHA-256(seed ‖ label ‖ n as 8 bytes); its first 8 bytes are one number. */
  class Stream {
    constructor(seed, label) { this.start = joined([seed, encoder.encode(label)]); this.at = 0; }

    below(limit) {
      const most = BigInt(limit), fair = ((1n << 64n) / most) * most;
      for (;;) {
        const place = new Uint8Array(8);
        new DataView(place.buffer).setBigUint64(0, BigInt(this.at++));
        const block = digest(this.start, place);
        const number = new DataView(block.buffer).getBigUint64(0);
        if (number < fair) return Number(number % most);
      }
    }
  }

  function allocate(sizes, weights, wanted) {
    const quotas = sizes.map(() => 0);
    let left = wanted;
    while (left > 0) {
      const free = sizes.map((_, at) => at).filter((at) => quotas[at] < sizes[at]);
      let total = 0n;
      for (const at of free) total += BigInt(sizes[at]) * BigInt(weights[at]);
      const parts = new Map();
      let extra = left;
      for (const at of free) {
        const share = BigInt(left) * BigInt(sizes[at]) * BigInt(weights[at]);
        parts.set(at, [Number(share / total), share % total]);
        extra -= parts.get(at)[0];
      }
      free.sort((a, b) => {
        const first = parts.get(a)[1], second = parts.get(b)[1];
        return first === second ? a - b : first > second ? -1 : 1;
      });
      free.forEach((at, rank) => {
        const add = Math.min(parts.get(at)[0] + (rank < extra ? 1 : 0), sizes[at] - quotas[at]);
        quotas[at] += add;
        left -= add;
      });
    }
    if (wanted >= sizes.filter((size) => size).length) {
      sizes.forEach((size, at) => {
        if (size && !quotas[at]) {
          let richest = 0;
          quotas.forEach((quota, one) => { if (quota > quotas[richest]) richest = one; });
          quotas[richest] -= 1;
          quotas[at] = 1;
        }
      });
    }
    return quotas;
  }

  function lots(groups, wanted, stream) {
    const lists = groups.map(([weight, left]) => [weight, left.slice()]), chosen = [];
    while (chosen.length < wanted) {
      let at = stream.below(lists.reduce((sum, [weight, left]) => sum + weight * left.length, 0));
      for (const [weight, left] of lists) {
        if (at < weight * left.length) {
          const place = Math.floor(at / weight), last = left.length - 1;
          [left[place], left[last]] = [left[last], left[place]];
          chosen.push(left.pop());
          break;
        }
        at -= weight * left.length;
      }
    }
    return chosen;
  }

  const reserveSize = (size, quota) => (quota ? Math.min(size - quota, Math.max(2, Math.floor((quota + 4) / 5))) : 0);
  const pair = (officer, party) => officer + "\n" + party;

  function draw(frozen, seed) {
    const asked = frozen.parameters, strata = asked.strata;
    const credit = new Map(asked.credits.map((one) => [one.key, one.weight]));
    const members = new Map(strata.map((one) => [one.key, new Map(Array.from(credit.keys(), (key) => [key, []]))]));
    for (const one of frozen.parties) members.get(one.risk).get(one.credit).push(need(one, "code"));
    const sizes = strata.map((one) => Array.from(members.get(one.key).values()).reduce((sum, left) => sum + left.length, 0));
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    if (asked.wanted > whole) throw new Infeasible(`要抽 ${asked.wanted} 家，名单里只有 ${whole} 家`);
    const quotas = allocate(sizes, strata.map((one) => one.weight), asked.wanted);
    const told = [], drawn = [], reserve = [];
    strata.forEach((one, at) => {
      const groups = Array.from(credit, ([key, weight]) => [weight, members.get(one.key).get(key)]);
      const chosen = lots(groups, quotas[at] + reserveSize(sizes[at], quotas[at]), new Stream(seed, `parties/${one.key}/`));
      told.push({ stratum: one.key, pool: sizes[at], quota: quotas[at] });
      for (const code of chosen.slice(0, quotas[at])) drawn.push([code, one.key]);
      reserve.push({ stratum: one.key, codes: chosen.slice(quotas[at]) });
    });
    const names = frozen.officers.map((one) => need(one, "number"));
    const avoid = new Set(frozen.avoid.map((one) => pair(one.officer, one.party)));
    const teams = staff(drawn.map(([code]) => code), names, avoid, asked.team, new Stream(seed, "officers/"));
    return {
      quotas: told,
      drawn: drawn.map(([code, stratum], at) => ({ place: at + 1, code, stratum, officers: teams[at] })),
      reserve,
      order: shuffled(names, new Stream(seed, "order/")),
    };
  }

  function staff(codes, officers, avoid, team, stream) {
    const load = new Map(officers.map((one) => [one, 0]));
    return codes.map((code) => {
      const chosen = [];
      for (let n = 0; n < team; n++) {
        const free = officers.filter((one) => !chosen.includes(one) && !avoid.has(pair(one, code)));
        if (!free.length) throw new Infeasible(`${code} 可以选派的人员不足 ${team} 人`);
        const least = free.reduce((low, one) => Math.min(low, load.get(one)), Infinity);
        const idle = free.filter((one) => load.get(one) === least);
        chosen.push(idle[stream.below(idle.length)]);
        load.set(chosen[n], load.get(chosen[n]) + 1);
      }
      return chosen;
    });
  }

  function shuffled(names, stream) {
    const order = names.slice();
    for (let last = order.length - 1; last > 0; last--) {
      const other = stream.below(last + 1);
      [order[last], order[other]] = [order[other], order[last]];
    }
    return order;
  }

  /* The result as it stands after substitutions. */
  class Standing {
    constructor(frozen, result) {
      this.avoid = new Set(frozen.avoid.map((one) => pair(one.officer, one.party)));
      this.places = new Map(result.drawn.map((one) => [one.place, Object.assign({}, one, { officers: one.officers.slice() })]));
      this.left = new Map(result.reserve.map((one) => [one.stratum, one.codes.slice()]));
      this.order = result.order;
      this.gone = new Map(Array.from(this.places.keys(), (place) => [place, new Set()]));
    }

    nextOfficer(place) {
      const here = this.places.get(place), load = new Map(this.order.map((name) => [name, 0]));
      for (const one of this.places.values()) {
        for (const name of one.officers) {
          if (!load.has(name)) throw new Bad("人员不在候补次序里");
          load.set(name, load.get(name) + 1);
        }
      }
      let best = "";
      for (const name of this.order) {
        if (here.officers.includes(name) || this.gone.get(place).has(name) || this.avoid.has(pair(name, here.code))) continue;
        if (best === "" || load.get(name) < load.get(best)) best = name;
      }
      return best;
    }

    replace(kind, place, out) {
      const here = this.places.get(place);
      if (!here) return "";
      if (kind === "party") {
        const left = this.left.get(here.stratum);
        if (!left) throw new Bad("没有这一层");
        const come = here.code === out && left.length ? left.shift() : "";
        if (come) here.code = come;
        return come;
      }
      const come = here.officers.includes(out) ? this.nextOfficer(place) : "";
      if (come) {
        here.officers = here.officers.map((one) => (one === out ? come : one));
        this.gone.get(place).add(out);
      }
      return come;
    }
  }

  function recompute(told, pool, seedHash) {
    try {
      return lines(told, pool || "", seedHash || "");
    } catch (failure) {
      if (failure instanceof Bad) throw failure;
      throw new Bad("文件缺少应有的内容或者写法不对");
    }
  }

  function lines(told, poolHash, seedHash) {
    const found = [], say = (title, ok, detail) => found.push({ title, ok, detail });
    const frozen = need(told, "freeze"), secret = unhex(told.seed);
    if (frozen.algorithm !== ALGORITHM) throw new Bad(`算法是 ${frozen.algorithm}，本程序只会 ${ALGORITHM}`);
    const pool = digest(encoder.encode(canonical(frozen)));
    const wrong = [need(told, "pool_sha256"), poolHash.trim().toLowerCase()].some((one) => one && one !== hexOf(pool));
    say("冻结的名单和规则与公布的摘要相符", !wrong,
      wrong ? "冻结以后名单、权重或者规则被改动" : `${frozen.parties.length} 家、${frozen.officers.length} 人`);
    const shown = hexOf(digest(secret));
    const kept = [need(frozen, "seed_sha256"), seedHash.trim().toLowerCase()].every((one) => !one || one === shown);
    say("种子与冻结时公布的种子摘要相符", kept, kept ? "" : "种子被改动");
    const source = need(frozen, "source"), open = need(told, "entropy");
    const known = ["what", "where", "on"].every((key) => need(open, key) === need(source, key)) && open.on > need(frozen, "frozen_on");
    say("公开随机数出自冻结时指定的来源，晚于冻结日", known,
      known ? `${open.what}，${open.on}：${need(open, "value")}` : "来源或者日期与冻结时指定的不同");
    const seed = digest(secret, encoder.encode(canonical(open)), pool), last = hexOf(seed) === need(told, "final_seed");
    say("最终种子", last, last ? "" : "由种子、公开随机数、名单摘要算不出文件里的最终种子");
    let result;
    try {
      result = draw(frozen, seed);
    } catch (short) {
      if (!(short instanceof Infeasible)) throw short;
      say("重新抽取", false, short.message);
      return found;
    }
    compared(result, need(told, "result"), say);
    substituted(frozen, told, say);
    return found;
  }

  function compared(fresh, told, say) {
    const quotas = fresh.quotas.filter((one, at) => at < told.quotas.length && !same(one, told.quotas[at]))
      .map((one) => `${one.stratum} 层应为 ${one.quota} 家`);
    const equal = same(fresh.quotas, told.quotas);
    say("各层名额", equal, quotas.slice(0, 3).join("；") || (equal ? "" : "层数不同"));
    const pairs = fresh.drawn.slice(0, told.drawn.length).map((one, at) => [one, told.drawn[at]]);
    const parties = pairs.filter(([one, other]) => one.code !== need(other, "code"))
      .map(([one, other]) => `第 ${one.place} 个应为 ${one.code}，文件写 ${other.code}`);
    if (fresh.drawn.length !== told.drawn.length) parties.push(`应抽中 ${fresh.drawn.length} 家，文件里有 ${told.drawn.length} 家`);
    say("抽中的检查对象", !parties.length, parties.slice(0, 3).join("；") || `${pairs.length} 家全部相同`);
    const teams = pairs.filter(([one, other]) => !same(one.officers, need(other, "officers")))
      .map(([one, other]) => `第 ${one.place} 个应为 ${one.officers.join("、")}，文件写 ${other.officers.join("、")}`);
    say("抽中的执法人员", !teams.length, teams.slice(0, 3).join("；") || `${pairs.length} 组全部相同`);
    const order = same(fresh.reserve, need(told, "reserve")) && same(fresh.order, need(told, "order"));
    say("候补次序", order, order ? "" : "候补的对象或者人员次序不同");
  }

  function substituted(frozen, told, say) {
    const standing = new Standing(frozen, told.result), wrong = [];
    for (const one of need(told, "substitutions")) {
      if (standing.replace(need(one, "kind"), need(one, "place"), need(one, "out")) !== need(one, "in")) {
        wrong.push(`第 ${one.seq} 次替换不是候补次序里的下一个`);
      }
    }
    say("替换", !wrong.length, wrong.slice(0, 3).join("；") || `${told.substitutions.length} 次，都按候补次序`);
  }

  world.mingjingRedraw = recompute;
  world.MingjingBad = Bad;
})(typeof window === "undefined" ? globalThis : window);
