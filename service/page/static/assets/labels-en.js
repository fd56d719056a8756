// English for the rows and columns of the modern form, by the parts of a field's id. Reading
// aids for people who don't read Chinese: the official wording stays beside them.

import { labelOf } from "./forms.js";

const WORDS = {
  disclosure: "Disclosed", applications: "Applications", remedies: "Remedies",
  regulations: "Rules", normative_documents: "Normative documents", licensing: "Licences",
  penalties: "Penalties", coercion: "Coercive measures", fees: "Fees",
  issued: "issued this year", repealed: "repealed this year", in_force: "in force",
  decisions: "decisions this year", amount: "charged this year (10,000 yuan)",
  new: "New this year", carried_in: "Carried in", granted: "Granted", partly_granted: "Partly granted",
  refused: "Refused", state_secret: "state secret", prohibited_by_law: "prohibited by law",
  endangers_security: "endangers security or stability", third_party_rights: "rights of third parties",
  internal_affairs: "internal affairs", process_information: "information of process",
  enforcement_file: "enforcement file", administrative_query: "administrative query",
  unavailable: "Unavailable", not_held: "not held", needs_creation: "would have to be made",
  still_unclear: "still unclear after correction", not_processed: "Not processed",
  petition: "petition or complaint", duplicate: "duplicate", publication: "asks for a publication",
  excessive: "excessive", reissue: "asks to confirm or reissue", other: "Other",
  not_corrected: "not corrected in time", fee_unpaid: "fee not paid", processed_total: "Processed, total",
  carried_out: "Carried to next year", natural_person: "natural persons", business: "companies",
  research: "research bodies", public_welfare: "public welfare", legal_service: "legal services",
  other_org: "other bodies", total: "total", review: "Review",
  litigation_direct: "Litigation, direct", litigation_after_review: "Litigation after review",
  upheld: "upheld", corrected: "corrected", pending: "pending",
};

// `short`: without the table's name, for a line of the table itself.
export function labelEnglish(id, short = false) {
  const parts = id.split(".");
  if (parts[0].startsWith("form")) return labelOf(id);
  const words = parts.map((part) => WORDS[part] ?? part);
  if (!short) return words.join(" · ");
  return parts.length > 2 && parts[0] === "disclosure" ? words[1] : words.slice(1).join(": ");
}

// The column of a field, by the last part of its id.
export const columnEnglish = (id) => WORDS[id?.slice(id.lastIndexOf(".") + 1)] ?? "";
