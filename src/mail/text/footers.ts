/**
 * What is added to letters and nobody writes: legal notices, virus scanners' lines, what telephones say of themselves,
 * pleas for trees. A marking that the author wrote (`This is confidential until Tuesday`) is none of these.
 */

/** What telephones and free mailboxes add, on a line of its own. */
const ADDED =
  /^[-–—_*\s]{0,10}(?:sent (?:from|via|using|with) (?:my |the |a |an )?(?:iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|oneplus|pixel|nokia|windows|blackberry|outlook|yahoo|mail|proton(?:mail)?|aol|bt|sky|tuta|k-9|thunderbird|spark|airmail|superhuman|mobile|phone|smartphone|tablet|htc|sony|motorola|lg|google|workspace|gmail|email|webmail|fairphone|mailspring|bluemail|edison|canary|hey|fastmail|surface|telephone|apple|ffôn)\b.{0,100}|get (?:outlook|bluemail|newton|thunderbird|the .{1,30} app) (?:for|here|from).{0,100}|download (?:outlook|bluemail|the .{1,30} app).{0,100}|outlook for (?:ios|android).{0,60}|sent by .{1,40} (?:app|mail) for .{1,40}|anfonwyd o'?m? .{1,40}|(?:von meinem|gesendet von|envoyé de mon|envoyé depuis|enviado desde mi|enviado do meu|inviato da|inviato dal|verzonden vanaf|skickat från min|sendt fra min|wysłano z) .{1,60}|this (?:e-?mail|message) was sent from (?:a|my) .{0,30}(?:phone|device|handset|tablet).{0,120}|(?:please )?(?:excuse|forgive|pardon) (?:any |the |my )?(?:typos?|brevity|spelling|errors|mistakes|short|thumbs).{0,80}|secured with (?:tuta|tutanota)\b.{0,40}|https:\/\/tuta\.com\/\S{0,40}|\[?(?:cid|image|logo):[^\s\]]{1,120}\]?|\[(?:cid:[^\]]{1,120}|logo|image|banner)\])[-–—_*.!\s]{0,10}$/i;

/** Stock phrases of notices; one alone may stand in a letter that means it. */
const STOCK: readonly RegExp[] = [
  /\bintended (?:solely|only|exclusively|for the (?:exclusive |sole )?(?:use|attention|addressee|named|recipient))|\bfor the (?:addressee|intended recipient|named recipient|exclusive use|sole use)|\baddressee only\b/i,
  /\bif you (?:are not|have received|receive|received|think you have received)\b|\bnot the (?:intended|named) (?:recipient|addressee)\b|\breceived (?:it|this|the) .{0,30}in error\b/i,
  /\bdisclaimer\b|\bymwadiad\b/i,
  /\bvirus(?:es|-free)?\b|\bmalware\b|\bscanned (?:for|by)\b|\bmimecast\b|\bavast\b|\bavg\b|\bmessagelabs\b/i,
  /\b(?:accepts? no|no|any|excludes?|exclude all) (?:legal )?(?:liability|responsibility)\b|\bliable\b/i,
  /\b(?:legally |professionally )?privileged\b/i,
  /\b(?:may|might|could) (?:contain|be|also be|include) (?:.{0,30})?(?:confidential|private|privileged|protected|personal|monitored|disclosed|subject to|recorded)\b/i,
  /\b(?:views|opinions|statements)(?: or opinions| and opinions)? (?:expressed|contained|given|are|in this)\b|\bnot necessarily (?:those|the views|reflect|represent)\b/i,
  /\b(?:notify|inform|tell|contact|advise) (?:the |us |its )?(?:sender|originator|postmaster|system manager|us)\b|\blet the sender know\b/i,
  /\bdelete (?:it|this|the (?:message|e-?mail|material)|all copies|any)\b|\bdestroy (?:it|this|all copies)\b/i,
  /\b(?:disclosure|copying|distribution|dissemination|reproduction|unauthorised|unauthorized)\b.{0,120}\b(?:prohibited|unlawful|forbidden|permitted|unauthori[sz]ed|strictly)\b|\bdo not copy\b|\baccess by anybody else\b/i,
  /\bregistered (?:in (?:england|wales|scotland)|office|charity|company)\b|\bcompany (?:no|number|registration)\b|\bvat (?:no|number|reg|registration)\b|\bcharity (?:no|number|commission)\b/i,
  /\bprivacy (?:notice|policy|statement)\b|\bprocess(?:es|ing)? (?:your )?personal (?:data|information)\b|\bdata protection act\b|\bgdpr\b/i,
  /\bunsubscribe\b|\bmanage your preferences\b|\bview (?:this|it) in your browser\b|\byou (?:are receiving|received) this (?:e-?mail|message|newsletter) because\b/i,
  /\bfreedom of information act\b|\brhyddid gwybodaeth\b/i,
  /\bconsider (?:the|our|your) (?:environment|planet)|\bbefore (?:you )?print(?:ing)?\b|\bthink (?:green|before)|\bneed to print\b|\bsave (?:paper|trees)\b|\bystyried(?:wch)?.{0,30}amgylchedd/i,
  /\bamounts? to a contract\b|\b(?:form|create|constitute)s? (?:a |any )?(?:binding )?contract\b|\bofficial order\b|\blegally binding\b|\bcontractual(?:ly)?\b/i,
  /\bcommunications? (?:may|will|is|are) (?:be )?(?:monitored|recorded)\b|\bmay be monitored\b|\bmonitors? (?:all )?e-?mails?\b/i,
  /\bthis (?:e-?mail|message|communication|transmission)(?: message)?(?:,? (?:and|with|including|together with) (?:any|its|all).{0,40})?(?: is| are| may| contains?| has been| was| and)\b|\bany attachments?\b/i,
  /\bcyfrinachol\b|\bderbynnydd\b|\bcroesawu gohebiaeth\b|\bwelcomes? correspondence in welsh\b/i,
  /\bstrictly confidential\b|\bconfidentiality(?: notice)?\s?:|\bconfidentiality notice\b|\bconfidential and\b/i,
];

/** So stock that one is enough. */
const CERTAIN =
  /^\W{0,12}(?:(?:p )?(?:please )?(?:consider|think about|think of) (?:the|our) (?:environment|planet|trees)|(?:please )?(?:do not|don't) print this|this (?:e-?mail|message) (?:has been|was) (?:scanned|checked|swept|sent securely)|virus-free[. ]|scanned by|save a tree|think before you print|disclaimer\s?[:.]|confidentiality (?:notice|statement)|e-?mail disclaimer|legal notice|to unsubscribe|you received this message because you are subscribed|ystyriwch yr amgylchedd|mae croeso i chi gysylltu|rydym yn croesawu gohebiaeth|checked by avg|no virus found|(?:this (?:e-?mail|message) (?:has been|was|is) )?classifi(?:ed(?: as)?|cation):? (?:official|unclassified|public)\W{0,5}$)/i;

/** Where a notice begins, when it stands in one paragraph with what is above it. */
const OPENER =
  /^\W{0,12}(?:this (?:e-?mail|message|communication|transmission|electronic)|the (?:information|contents?|views)(?: contained| in| of|,)|(?:e-?mail |legal )?disclaimer|confidential(?:ity)?(?: notice| and privileged|:)|(?:strictly )?private (?:and|&) confidential\W{1,5}this (?:e-?mail|message)|privileged|important(?: notice)?:|any (?:views|opinions)|views (?:or|expressed)|if you (?:are not|have received)|please (?:consider|think before|note that this e-?mail)|virus-free|scanned by|e-?mails? (?:to|from|sent|may|are)|internet communications|we (?:may monitor|process|use personal)|registered (?:in|office|charity)|mae['’]r (?:e-?bost|neges)|ymwadiad|for information (?:about|on) how we (?:use|process))/i;

/** Somebody speaks of themselves: that is a letter, whatever words it borrows. */
const PERSON = /\b(?:I|I['’](?:m|ve|ll|d)|[Mm]y|[Mm]e|mine)\b/;
/** Somebody acts: no notice does, and a rule must see it. */
const ACT =
  /\baccept(?:s|ed|ance|ing)?\b(?: of)? (?:your|the|this) (?:quot|offer|price|tender|terms|estimate)|\bgo[- ]ahead\b|\bplace (?:an|the|your|our) order\b|\bplease (?:proceed|start|pay|order|supply|deliver|install)\b|\bwe (?:will|shall|['’]ll) pay\b|[£$€]\s?\d/i;

/** Under what a mailing list sends on, in a part of its own or not: `Planning mailing list`, its address, its page. */
function isListFooter(texts: readonly string[]): boolean {
  const shown = texts.filter((text) => !isRow(text));
  return (
    shown.length <= 5 &&
    /\bmailing list\b.{0,120}$/i.test(shown[0]?.slice(0, 300) ?? '') &&
    shown.some((text) => /^(?:https?:\/\/\S{1,200}|to (?:unsubscribe|un-subscribe)\b.{0,200})$/i.test(text))
  );
}

export function isAddedLine(text: string): boolean {
  return text.length <= 200 && ADDED.test(text.replace(/<https?:[^<>]{1,150}>/, ''));
}

/** A row of stars or underscores. */
function isRow(text: string): boolean {
  return text.length <= 400 && /^[_=*#~.-]{4,400}$/.test(text.replace(/\s/g, ''));
}

/** Of a paragraph's lines, where its footer begins; their number where it holds none. */
export function footerFrom(texts: readonly string[]): number {
  if (texts.every((text) => isAddedLine(text) || isRow(text))) return 0;
  let from = texts.length;
  while (from > 0 && (isAddedLine(texts[from - 1] ?? '') || isRow(texts[from - 1] ?? ''))) from--;
  return Math.min(from, noticeFrom(texts.slice(0, from)));
}

function noticeFrom(texts: readonly string[]): number {
  if (isListFooter(texts)) return 0;
  const first = texts.findIndex((text) => isRow(text) || OPENER.test(text) || CERTAIN.test(text));
  const starts = first >= 0 ? [first, 0] : [0];
  const found = starts.find((start) => isNotice(texts.slice(start).join(' ').slice(0, 4_000)));
  return found ?? (isLetterhead(texts) ? 0 : texts.length);
}

/** Whether a whole paragraph is one. */
function isNotice(paragraph: string): boolean {
  const text = paragraph.replace(/<https?:[^<>]{1,300}>/g, ' ').replace(/^[^\p{L}]{1,400}/u, '');
  if (ACT.test(text)) return false;
  if (CERTAIN.test(text)) return !PERSON.test(text);
  const stock = STOCK.filter((phrase) => phrase.test(text)).length;
  return text.length > 60 && stock >= (PERSON.test(text) ? 5 : OPENER.test(text) ? 2 : 3);
}

/** The council's name, address, telephone and website in one long line. */
function isLetterhead(texts: readonly string[]): boolean {
  const whole = texts.join(' ');
  return (
    texts.length <= 2 &&
    whole.length > 60 &&
    whole.length < 300 &&
    /\bwww\.\S|https?:/.test(whole) &&
    whole.split('|').length >= 3
  );
}
