import { zip } from './zip.js';

/* Workbooks as programs write them. */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

interface Parts {
  readonly sheets: readonly { readonly name: string; readonly xml: string; readonly state?: string }[];
  readonly strings?: string;
  readonly styles?: string;
  readonly properties?: string;
  /** How targets of relations begin. */
  readonly root?: string;
  readonly claims?: Readonly<Record<string, number>>;
}

/** Puts the parts of a workbook together. Sheets are the XML within `worksheet`, or all of it. */
export function workbook({ sheets, strings, styles, properties = '', root = '', claims }: Parts): Buffer {
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${root}${target}"/>`;
  const list = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${index + 1}"/>`,
  );
  return zip(
    {
      '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
      '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="${root === '' ? '' : '/'}xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${properties}<sheets>${list.join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}">${[
        ...sheets.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
        relation('rId98', 'styles', 'styles.xml'),
        ...(strings === undefined ? [] : [relation('rId99', 'sharedStrings', 'sharedStrings.xml')]),
      ].join('')}</Relationships>`,
      ...Object.fromEntries(
        sheets.map(({ xml }, index) => [
          `xl/worksheets/sheet${index + 1}.xml`,
          xml.startsWith('<?xml') ? xml : `${XML}<worksheet xmlns="${MAIN}">${xml}</worksheet>`,
        ]),
      ),
      'xl/styles.xml': styles ?? `${XML}<styleSheet xmlns="${MAIN}"/>`,
      ...(strings !== undefined && { 'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}">${strings}</sst>` }),
    },
    claims,
  );
}

/** Formats 14 (a date) and 22 (a date with its time), one of its own, and a number. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-407]d/\\ mmmm\\ yyyy;@"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>`;

const text = (words: string) => `<si><t>${words}</t></si>`;

/** The same table, as six programs write it. */
export const PROGRAMS: Readonly<Record<string, Buffer>> = {
  Excel: workbook({
    strings: [
      text('Name'),
      text('E-Mail'),
      text('Created'),
      text('Size'),
      text('VIP'),
      '<si><r><rPr><b/></rPr><t>Ann </t></r><r><t xml:space="preserve">Lee</t></r><rPh sb="0" eb="1"><t>アン</t></rPh></si>',
      text('ann@example.com'),
      text('Bo_x000D_ &amp; Co'),
    ].join(''),
    styles: STYLES,
    sheets: [
      {
        name: 'Leads',
        xml: `<dimension ref="A1:E4"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData>
          <row r="1" spans="1:5"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>
          <row r="2" spans="1:5"><c r="A2" t="s"><v>5</v></c><c r="B2" t="s"><v>6</v></c><c r="C2" s="2"><v>46083.4375</v></c><c r="D2" s="4"><v>0.30000000000000004</v></c><c r="E2" t="b"><v>1</v></c></row>
          <row r="4" spans="1:5"><c r="A4" t="s"><v>7</v></c><c r="C4" s="3"><v>46083</v></c><c r="D4"><f>1/0</f><v>12</v></c><c r="E4" t="e"><f>NA()</f><v>#N/A</v></c></row>
          </sheetData><pageMargins left="0.7"/>`,
      },
    ],
  }),
  LibreOffice: workbook({
    properties: '<workbookPr backupFile="false" showObjects="all" date1904="true"/>',
    strings: ['Name', 'E-Mail', 'Created', 'Size', 'VIP', 'Ann Lee', 'ann@example.com', 'Bo\r &amp; Co']
      .map((words) => `<si><t xml:space="preserve">${words.replace('\r', '&#13;')}</t></si>`)
      .join(''),
    styles: STYLES,
    sheets: [
      {
        name: 'Leads',
        xml: `<sheetData><row r="1" customFormat="false" ht="12.8"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="0" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>
          <row r="2"><c r="A2" s="0" t="s"><v>5</v></c><c r="B2" t="s"><v>6</v></c><c r="C2" s="2" t="n"><v>44621.4375</v></c><c r="D2" t="n"><v>0.3</v></c><c r="E2" t="b"><f aca="false">TRUE()</f><v>1</v></c></row>
          <row r="4"><c r="A4" t="s"><v>7</v></c><c r="C4" s="1" t="n"><v>44621</v></c><c r="D4" t="n"><v>12</v></c><c r="E4" t="e"><v>#N/A</v></c></row></sheetData>`,
      },
    ],
  }),
  'Google Sheets': workbook({
    root: '/xl/',
    strings: ['Name', 'E-Mail', 'Created', 'Size', 'VIP', 'Ann Lee', 'ann@example.com', 'Bo_x000d_ &amp; Co']
      .map(text)
      .join(''),
    styles: STYLES,
    sheets: [
      {
        name: 'Sheet1',
        xml: '<sheetViews/><sheetFormatPr defaultColWidth="12.63"/><sheetData><row r="1"><c r="A1"/></row></sheetData>',
      },
      { name: 'Old', state: 'hidden', xml: '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>' },
      {
        name: 'Leads',
        xml: `<sheetData><row r="1"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>
          <row r="2"><c r="A2" t="s"><v>5</v></c><c r="B2" t="str"><f>"ann"&amp;"@example.com"</f><v>ann@example.com</v></c><c r="C2" s="2"><v>46083.4375</v></c><c r="D2"><v>0.3</v></c><c r="E2" t="b"><v>1</v></c></row>
          <row r="3"><c r="A3"/></row><row r="4"><c r="A4" t="s"><v>7</v></c><c r="C4" s="3"><v>46083.0</v></c><c r="D4"><v>12.0</v></c><c r="E4" t="e"><v>#ERROR!</v></c></row></sheetData>`,
      },
    ],
  }),
  'a program that streams': workbook({
    sheets: [
      {
        name: 'Leads',
        xml: `<sheetData><row><c t="inlineStr"><is><t>Name</t></is></c><c t="inlineStr"><is><t>E-Mail</t></is></c><c t="inlineStr"><is><t>Created</t></is></c><c t="inlineStr"><is><t>Size</t></is></c><c t="inlineStr"><is><t>VIP</t></is></c></row>
          <row><c t="inlineStr"><is><r><t>Ann </t></r><r><t>Lee</t></r></is></c><c t="inlineStr"><is><t>ann@example.com</t></is></c><c t="d"><v>2026-03-02T10:30:00</v></c><c><v>3E-1</v></c><c t="b"><v>true</v></c></row>
          <row/><row><c t="inlineStr"><is><t>Bo_x000D_ &amp; Co</t></is></c><c/><c t="d"><v>2026-03-02</v></c><c t="n"><v>12</v></c><c t="e"><v>#N/A</v></c></row></sheetData>`,
      },
    ],
  }),
  'a program with prefixes': workbook({
    sheets: [
      {
        name: 'Leads',
        xml: `<?xml version="1.0"?><x:worksheet xmlns:x="${MAIN}"><x:sheetData>
          <x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Name</x:t></x:is></x:c><x:c r="B1" t="str"><x:v>E-Mail</x:v></x:c><x:c r="C1" t="str"><x:v>Created</x:v></x:c><x:c r="D1" t="str"><x:v>Size</x:v></x:c><x:c r="E1" t="str"><x:v>VIP</x:v></x:c></x:row>
          <x:row r="2"><x:c r="A2" t="str"><x:v>Ann Lee</x:v></x:c><x:c r="B2" t="str"><x:v>ann@example.com</x:v></x:c><x:c r="C2" s="2"><x:v>46083.4375</x:v></x:c><x:c r="D2"><x:v>0.3</x:v></x:c><x:c r="E2" t="b"><x:v>1</x:v></x:c></x:row>
          <x:row r="4"><x:c r="A4" t="str"><x:v><![CDATA[Bo_x000D_ & Co]]></x:v></x:c><x:c r="C4" s="1"><x:v>46083</x:v></x:c><x:c r="D4"><x:v>12</x:v></x:c></x:row>
          </x:sheetData></x:worksheet>`,
      },
    ],
    styles: STYLES,
  }),
};
