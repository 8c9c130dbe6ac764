/**
 * ISO 4217, list one as published 2026-01-01: the codes in use, by the digits after the decimal point.
 * Codes without minor units (metals, XDR, XSU, XUA, XBA to XBD, XTS, XXX) are no currencies of account and left out.
 */
const activeCodes = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
    COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
    MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
    STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

/**
 * ISO 4217, list three: the codes withdrawn. That list states no minor units: a code keeps those it had while in use,
 * 2 where no edition says otherwise. Left out, as never having had any: XFO, XFU, XRE.
 */
const withdrawnCodes = {
  0: "ADP BEC BEF BEL BYB BYR ESA ESB ESP GRD ITL LUC LUF LUL MGF PTE TPE TRL",
  2: `AFA ALK ANG AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BGJ BGK BGL BGN BOP BRB BRC BRE BRN BRR BUK CHC CNX CSD CSJ
    CSK CUC CYP DDM DEM ECS ECV EEK EQE FIM FRF GEK GHC GHP GNE GNS GQE GWE GWP HRD HRK IEP ILP ILR ISJ LAJ LSM LTL
    LTT LVL LVR MAF MLF MRO MTL MTP MVQ MXP MZE MZM NIC NLG PEH PEI PES PLZ RHD ROK ROL RUR SDD SDP SIT SKK SLL SRG
    STD SUR TJR TMM UAK UGS UGW USS UYN UYP VEB VEF VNC XEU YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ZWR`,
  3: "YDD",
};

const entriesOf = (codesByExponent: Readonly<Record<number, string>>): readonly (readonly [string, number])[] =>
  Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(exponent)] as const),
  );

/** Digits after the decimal point, 0 to 4, of every ISO 4217 code with minor units, in use or withdrawn. */
export const exponentByCode: ReadonlyMap<string, number> = new Map([
  ...entriesOf(activeCodes),
  ...entriesOf(withdrawnCodes),
]);
