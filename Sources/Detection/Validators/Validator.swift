/// A check that tells a real value from one that only looks like it. Named in rule files by the raw value.
///
/// Each check is one pass over the value and reads nothing else.
public enum Validator: String, Sendable, Hashable, CaseIterable {
  // Checksums of personal numbers.
  case luhn
  case cardIssuer = "card_issuer"
  case iban
  case abaRouting = "aba_routing"
  case usSSN = "us_ssn"
  case usITIN = "us_itin"
  case usNPI = "us_npi"
  case verhoeff
  case ukNHS = "uk_nhs"
  case ukNINO = "uk_nino"
  case esNIF = "es_nif"
  case itFiscalCode = "it_fiscal_code"
  case plPESEL = "pl_pesel"
  case caSIN = "ca_sin"
  case brCPF = "br_cpf"
  case frNIR = "fr_nir"
  case deTaxID = "de_tax_id"
  case auTFN = "au_tfn"
  case seLuhn10 = "luhn_last_ten"
  case krRRN = "kr_rrn"
  case thTNIN = "th_tnin"
  case trNationalID = "tr_national_id"
  case fiHETU = "fi_hetu"
  case sgNRIC = "sg_nric"
  // Addresses.
  case ipv4
  case ipv6
  case emailDomain = "email_domain"
  case phone
  // Credentials.
  case jwt
  case basicCredentials = "basic_credentials"
  case notPlaceholder = "not_placeholder"
  case lettersAndDigits = "letters_and_digits"
  case secretLike = "secret_like"
  case strongSecret = "strong_secret"
  case passwordLike = "password_like"
  case namedPassword = "named_password"

  /// Whether `value` passes.
  func accepts(_ value: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .luhn: Checksum.luhn(value)
    case .cardIssuer: PaymentCard.isIssued(value)
    case .iban: IBAN.isValid(value)
    case .abaRouting: Checksum.abaRouting(Digits(value).values)
    case .usSSN: USNumber.isSSN(Digits(value).values)
    case .usITIN: USNumber.isITIN(Digits(value).values)
    case .usNPI: USNumber.isNPI(Digits(value).values)
    case .verhoeff: Checksum.verhoeff(Digits(value).values)
    case .ukNHS: UKNumber.isNHS(Digits(value).values)
    case .ukNINO: UKNumber.isNINO(value)
    case .esNIF: EUNumber.isSpanishNIF(value)
    case .itFiscalCode: ItalianFiscalCode.isValid(value)
    case .plPESEL: EUNumber.isPESEL(Digits(value).values)
    case .caSIN: Digits(value).values.count == 9 && Checksum.luhn(Digits(value).values)
    case .brCPF: WorldNumber.isCPF(Digits(value).values)
    case .frNIR: EUNumber.isFrenchNIR(value)
    case .deTaxID: EUNumber.isGermanTaxID(Digits(value).values)
    case .auTFN: WorldNumber.isTFN(Digits(value).values)
    case .seLuhn10: EUNumber.isSwedishPersonalNumber(Digits(value).values)
    case .krRRN: WorldNumber.isKoreanRRN(Digits(value).values)
    case .thTNIN: WorldNumber.isThaiID(Digits(value).values)
    case .trNationalID: WorldNumber.isTurkishID(Digits(value).values)
    case .fiHETU: EUNumber.isFinnishHETU(value)
    case .sgNRIC: WorldNumber.isSingaporeNRIC(value)
    case .ipv4: InternetAddress.isIPv4(value)
    case .ipv6: InternetAddress.isIPv6(value)
    case .emailDomain: InternetAddress.isMailAddress(value)
    case .phone: PhoneNumber.isPlausible(value)
    case .jwt: JSONWebToken.isPlausible(value)
    case .basicCredentials: BasicCredentials.isPlausible(value)
    case .notPlaceholder: !Placeholder.isOne(value)
    case .lettersAndDigits: SecretShape.hasLettersAndDigits(value)
    case .secretLike: SecretShape.isSecretLike(value)
    case .strongSecret: SecretShape.isStrongSecret(value)
    case .passwordLike: SecretShape.isPasswordLike(value)
    case .namedPassword: SecretShape.isNamedPassword(value)
    }
  }
}
