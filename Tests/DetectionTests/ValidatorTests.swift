@testable import Detection
import Testing

@Suite("Validators") struct ValidatorTests {
  /// Published examples of each scheme; one digit changed must fail where the scheme has a check digit.
  private static let valid: [(Validator, String)] = [
    (.luhn, "4111 1111 1111 1111"), (.cardIssuer, "4111111111111111"), (.cardIssuer, "2223003122003222"),
    (.cardIssuer, "371449635398431"), (.cardIssuer, "30569309025904"), (.iban, "GB82 WEST 1234 5698 7654 32"),
    (.iban, "DE89370400440532013000"), (.abaRouting, "121000358"), (.usSSN, "536-22-1234"),
    (.usITIN, "911-70-1234"),
    (.usNPI, "1234567893"), (.verhoeff, "312345678909"), (.ukNHS, "943 476 5919"), (.ukNINO, "AB 12 34 56 C"),
    (.esNIF, "12345678Z"), (.esNIF, "X1234567L"), (.itFiscalCode, "RSSMRA85T10A562S"),
    (.plPESEL, "44051401359"),
    (.caSIN, "130 692 544"), (.brCPF, "529.982.247-25"), (.frNIR, "1 85 05 78 006 084 91"),
    (.deTaxID, "65929970489"),
    (.auTFN, "876 543 210"), (.seLuhn10, "811228-9874"), (.thTNIN, "1234567890121"),
    (.trNationalID, "10000000146"),
    (.fiHETU, "131052-308T"), (.sgNRIC, "S2740116C"), (.ipv4, "137.243.96.76"),
    (.ipv6, "2001:db8::8a2e:370:7334"),
    (.emailDomain, "jane@example.co.uk"), (.phone, "+49 30 901820"),
    (.jwt, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x"), (.basicCredentials, "YWxpY2U6V29uZDNybGFuZCE="),
    (.secretLike, "k9QzP2mX7vB4nL8w"), (.strongSecret, "k9QzP2mX7vB4nL8wT3rY6u"),
    (.passwordLike, "tr0ub4dor&3"),
    (.passwordLike, "xqzvkjwp"), (.namedPassword, "sunshine"),
    (.beNRN, "85.07.30-033.28"), (.nlBSN, "111222333"), (.atSVNR, "1237 010180"), (.chAHV, "756.9217.0769.85"),
    (.ptNIF, "501964843"), (.iePPS, "1234567FA"), (.deHealth, "A123456780"), (.deSocial, "15070649C103"),
    (.deVAT, "136695976"), (.hrOIB, "33392005961"), (.noFNR, "15108695088"), (.dkCPR, "211062-5629"),
    (.isKennitala, "120174-3399"), (.seOrganisation, "556016-0680"), (.baltic, "36805280109"),
    (.lvPK, "161175-19997"), (.czRC, "710319/2745"), (.roCNP, "1630615123457"), (.bgEGN, "7523169263"),
    (.grAMKA, "01013099997"), (.jmbg, "0101006500006"), (.ruINN, "500100732259"), (.ruSNILS, "112-233-445 95"),
    (.uaTIN, "1759013776"), (.kzIIN, "850101300005"), (.cnRIC, "11010519491231002X"), (.twID, "A123456789"),
    (.hkID, "A123456(3)"), (.jpMyNumber, "123456789018"), (.ilID, "123456782"), (.krBRN, "116-82-00276"),
    (.myNRIC, "770305-02-1234"), (.idNIK, "3171011708450001"), (.usDEA, "AB1234563"),
    (.brCNPJ, "16.727.230/0001-97"), (.clRUT, "12.531.909-2"), (.arCUIT, "20-05536168-2"),
    (.mxCURP, "BOXW310820HNERXN09"), (.auABN, "51 824 753 556"), (.auACN, "004 085 616"),
    (.auMedicare, "2123 45670 1"), (.zaID, "7503305044089"), (.vehicle, "1M8GDM9AXKP042788"),
    (.passportZone, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"), (.notSequence, "k9QzP2mX7vB4nL8w"),
    (.pemBody, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nMIIEpQIBAAKCAQEAq7vz8Hn2x"),
  ]

  private static let invalid: [(Validator, String)] = [
    (.luhn, "4111 1111 1111 1112"), (.cardIssuer, "9111111111111111"), (.cardIssuer, "411111111111111"),
    (.iban, "GB82 WEST 1234 5698 7654 33"), (.iban, "XX82WEST12345698765432"), (.abaRouting, "121000359"),
    (.usSSN, "666-22-1234"), (.usSSN, "000-22-1234"), (.usITIN, "911-20-1234"), (.usNPI, "1234567890"),
    (.verhoeff, "312345678908"), (.ukNHS, "943 476 5918"), (.ukNINO, "BG123456C"), (.esNIF, "12345678A"),
    (.itFiscalCode, "RSSMRA85T10A562T"), (.plPESEL, "44051401358"), (.caSIN, "130 692 545"),
    (.brCPF, "529.982.247-26"),
    (.frNIR, "1 85 05 78 006 084 92"), (.deTaxID, "65929970488"), (.auTFN, "876 543 211"),
    (.seLuhn10, "811228-9875"),
    (.thTNIN, "1234567890122"), (.trNationalID, "10000000147"), (.fiHETU, "131052-308A"),
    (.sgNRIC, "S2740116A"),
    (.ipv4, "1.2.3.256"), (.ipv4, "127.0.0.1"), (.ipv6, "12:30:45"), (.emailDomain, "logo@2x.png"),
    (.phone, "2024-05-17"),
    (.jwt, "eyJ0aGlzIjoiaXMifQ.x.y"), (.basicCredentials, "bm90aGluZw=="),
    (.secretLike, "configuration_value"),
    (.secretLike, "process.env.TOKEN"), (.strongSecret, "a-long-name-with-no-digits"),
    (.passwordLike, "password"),
    (.passwordLike, "string"), (.namedPassword, "please enter your password"),
    (.beNRN, "85.07.30-033.29"), (.nlBSN, "111222334"), (.atSVNR, "1238 010180"), (.chAHV, "756.9217.0769.86"),
    (.ptNIF, "501964844"), (.iePPS, "1234567GA"), (.deHealth, "A123456781"), (.deSocial, "15070649C104"),
    (.deVAT, "136695977"), (.hrOIB, "33392005962"), (.noFNR, "15108695077"), (.dkCPR, "211362-5629"),
    (.isKennitala, "120174-3389"), (.seOrganisation, "556016-0681"), (.baltic, "36805280108"),
    (.lvPK, "161375-19997"), (.czRC, "710319/2746"), (.roCNP, "1630615123458"), (.bgEGN, "7523169264"),
    (.grAMKA, "01013099998"), (.jmbg, "0101006500007"), (.ruINN, "500100732258"), (.ruSNILS, "112-233-445 96"),
    (.uaTIN, "1759013777"), (.kzIIN, "850101300006"), (.cnRIC, "110105194912310021"), (.twID, "A123456788"),
    (.hkID, "A123456(4)"), (.jpMyNumber, "123456789019"), (.ilID, "123456783"), (.krBRN, "116-82-00277"),
    (.myNRIC, "771305-02-1234"), (.idNIK, "3171011713450001"), (.usDEA, "AB1234564"),
    (.brCNPJ, "16.727.230/0001-98"), (.clRUT, "12.531.909-3"), (.arCUIT, "20-05536168-3"),
    (.mxCURP, "BOXW310820HNERXN08"), (.auABN, "51 824 753 557"), (.auACN, "004 085 617"),
    (.auMedicare, "2123 45671 1"), (.zaID, "7503305044088"), (.vehicle, "1M8GDM9A1KP042788"),
    (.passportZone, "L898902C37UTO7408122F1204159ZE184226B<<<<<10"), (.notSequence, "abc123def456ghi789"),
    (.pemBody, "-----BEGIN OPENSSH PRIVATE KEY----------END OPENSSH PRIVATE KEY-----"),
  ]

  @Test func everyValidatorHasAnExample() {
    let tried = Set(Self.valid.map(\.0.rawValue))
    let exempt: Set<String> = ["br_cpf"]
    for validator in Validator.allCases where !exempt.contains(validator.rawValue) {
      let isTried = tried.contains(validator.rawValue)
      #expect(isTried || [.bech32, .base58Check, .krRRN, .notPlaceholder, .lettersAndDigits].contains(validator), "\(validator)")
    }
  }

  @Test func publishedExamplesPass() {
    for (validator, value) in Self.valid {
      #expect(validator.accepts(Array(value.utf8)[...]), "\(validator) refuses \(value)")
    }
  }

  @Test func nearMissesDoNot() {
    for (validator, value) in Self.invalid {
      #expect(!validator.accepts(Array(value.utf8)[...]), "\(validator) takes \(value)")
    }
  }

  @Test func everyValidatorTakesAnyBytes() {
    var chance = Chance(5)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0...40, using: &chance)).map { _ in
        Bool.random(using: &chance)
          ? UInt8.random(in: 0...255, using: &chance) : UInt8.random(in: 0x30...0x39, using: &chance)
      }
      for validator in Validator.allCases { _ = validator.accepts(bytes[...]) }
      for extent in MatchExtent.allCases {
        #expect(extent.end(after: 0..<0, in: bytes, segment: 0..<bytes.count) <= bytes.count)
      }
    }
  }

  @Test func everyValidatorIsUsedByAShippedRuleOrHasAnExample() throws {
    let used = Set(try Rules.all().flatMap(\.validators)).union(Self.valid.map(\.0))
    #expect(
      Set(Validator.allCases).subtracting(used).subtracting([.krRRN, .notPlaceholder, .lettersAndDigits])
        .isEmpty)
  }

  @Test func entropyIsThatOfShannon() {
    #expect(Entropy.bitsPerByte([]) == 0)
    #expect(Entropy.bitsPerByte([7, 7, 7]) == 0)
    #expect(abs(Entropy.bitsPerByte([0, 1, 2, 3]) - 2) < 1e-9)
    #expect(abs(Entropy.bitsPerByte([UInt8](0...255)[...]) - 8) < 1e-9)
    #expect(abs(Logarithm.base2(0.1) + 3.321928094887362) < 1e-9)
  }
}
