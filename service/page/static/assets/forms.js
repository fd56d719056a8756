// The statutory forms: fetched as data, arranged as they are printed.

const forms = new Map();

export async function loadForms(names = ["2021", "2019", "2014"]) {
  await Promise.all(names.map(async (name) => {
    const answer = await fetch(`assets/forms/form-${name}.json`);
    const form = await answer.json();
    forms.set(name, { ...form, byId: new Map(form.fields.map((field) => [field.id, field])) });
  }));
}

export const form = (name) => forms.get(name);
export const formField = (id) => {
  for (const one of forms.values()) if (one.byId.has(id)) return one.byId.get(id);
  return null;
};

// "表三 · 一、本年新收政府信息公开申请数量 · 总计"
export function labelOf(id) {
  const field = formField(id);
  if (!field) return id;
  const table = field.table ? [`表${"〇一二三四"[field.table]}`] : [];
  return [...table, ...labelParts(field)].join(" · ");
}

export function labelParts(field) {
  const group = field.group && field.group !== field.row ? field.group.replace("/", " · ") : null;
  const outer = field.table === 3 && group === "三、本年度办理结果" ? null : group;
  return [outer, field.row, field.column].filter(Boolean);
}

const last = (id) => id.slice(id.lastIndexOf(".") + 1);
const stem = (id) => id.slice(0, id.lastIndexOf("."));

function grouped(fields, keyOf) {
  const groups = new Map();
  for (const field of fields) {
    const key = keyOf(field);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(field);
  }
  return [...groups.entries()];
}

// Table 2: [{article, columns: [label], rows: [{label, ids: [id|null]}]}]
export function tableTwo(name) {
  const fields = form(name).fields.filter((field) => field.table === 2);
  return grouped(fields, (field) => field.group).map(([article, members]) => {
    const columns = [...new Set(members.map((field) => field.column))];
    const rows = grouped(members, (field) => field.row).map(([label, row]) => ({
      label,
      ids: columns.map((column) => row.find((field) => field.column === column)?.id ?? null),
    }));
    return { article, columns, rows };
  });
}

const RESULTS = "三、本年度办理结果";

// Table 3: {columns: [label], rows: [{stem, label, part, heads, ids}]}, part: top | result | sub;
// `heads` are the merged cells that begin in this row: [{label, rows, level}].
export function tableThree() {
  const fields = form("2021").fields.filter((field) => field.table === 3);
  const rows = grouped(fields, (field) => stem(field.id)).map(([key, members]) => ({
    stem: key,
    label: members[0].row,
    group: members[0].group,
    ids: members.map((field) => field.id),
    heads: [],
  }));
  const inResults = rows.filter((row) => row.group);
  inResults[0].heads.push({ label: RESULTS, rows: inResults.length, level: 1 });
  for (const [label, members] of grouped(inResults, (row) => row.group)) {
    if (label !== RESULTS) members[0].heads.push({ label, rows: members.length, level: 2 });
  }
  for (const row of rows) {
    row.part = !row.group ? "top" : row.group === RESULTS ? "result" : "sub";
  }
  return { columns: grouped(fields, (field) => field.column).map(([label]) => label), rows };
}

// Table 4: [{channel: [outer, inner|null], columns: [label], ids}]
export function tableFour() {
  const fields = form("2021").fields.filter((field) => field.table === 4);
  return grouped(fields, (field) => field.group).map(([group, members]) => ({
    channel: group.split("/"),
    columns: members.map((field) => field.column),
    ids: members.map((field) => field.id),
  }));
}

export const tableOf = (id) => formField(id)?.table ?? 0;
export { last, stem };
