import TestKit
import Testing

@testable import Secrets

@Suite("Secret reference") struct SecretReferenceTests {
  private func find(_ text: String) throws(SecretReferenceError) -> [SecretReference] {
    try SecretReference.find(in: Array(text.utf8))
  }

  private func code(_ text: String) -> SecretReferenceError.Code? {
    do throws(SecretReferenceError) {
      _ = try find(text)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func bothFormsAreFoundWithTheirPlaces() throws {
    let found = try find("Bearer $SECRET{github/token-1.x} é $SPIKE{ref:db,exp:3600,scope:tools.db}.")
    #expect(
      found == [
        SecretReference(name: "github/token-1.x", keepSecondsMax: nil, scope: nil, range: 7..<32),
        SecretReference(name: "db", keepSecondsMax: 3_600, scope: "tools.db", range: 36..<74),
      ])
  }

  @Test(
    arguments: [
      "$SPIKE{ref:a}", "$SPIKE{ref:a,exp:1}", "$SPIKE{ref:a,exp:86400}", "$SPIKE{ref:a,scope:b}",
      "$SECRET{A}",
      "$$SECRET{A}", "$SECRET{" + String(repeating: "a", count: 128) + "}",
    ]) func wellFormedReferencesAreFound(text: String) throws
  {
    #expect(try find(text).count == 1)
  }

  @Test(
    arguments: [
      "$SECRET{}", "$SECRET{a", "$SECRET{ a}", "$SECRET{a b}", "$SECRET{.a}", "$SECRET{/a}",
      "$SECRET{a}}$SECRET{",
      "$SECRET{é}", "$SECRET{a\u{0}}", "$SECRET{a,exp:1}", "$SPIKE{}", "$SPIKE{a}", "$SPIKE{ref:}",
      "$SPIKE{ref:a,}",
      "$SPIKE{ref:a,exp:}", "$SPIKE{ref:a,exp:0}", "$SPIKE{ref:a,exp:01}", "$SPIKE{ref:a,exp:-1}",
      "$SPIKE{ref:a,exp:86401}", "$SPIKE{ref:a,exp:99999999999999999999}", "$SPIKE{ref:a,scope:}",
      "$SPIKE{ref:a,scope:b,exp:1}", "$SPIKE{ref:a,exp:1,exp:2}", "$SPIKE{ref:a;scope:b}", "$SPIKE{REF:a}",
      "$SECRET{$SECRET{a}}", "$SECRET{" + String(repeating: "a", count: 129) + "}",
    ]) func whatBeginsLikeAReferenceMustBeOne(text: String)
  {
    #expect(code(text) == .malformed)
  }

  @Test(arguments: [
    "", "$", "$$$", "SECRET{a}", "$secret{a}", "$ SECRET{a}", "$SECRETS{a}", "$SPIKE", "{ref:a}", "$SECRET a",
  ])
  func otherTextHoldsNone(text: String) throws {
    #expect(try find(text).isEmpty)
  }

  @Test func aPartOfATextIsScannedWithinItsBounds() throws {
    let text = Array("$SECRET{a}$SECRET{b}$SECRET{c}".utf8)
    #expect(try SecretReference.find(in: text[10..<20]).map(\.range) == [10..<20])
    #expect(throws: SecretReferenceError(code: .malformed, offset: 10)) {
      try SecretReference.find(in: text[10..<19])
    }
  }

  @Test func theNumberOfReferencesIsBounded() throws {
    let one = "$SECRET{a}"
    #expect(
      try find(String(repeating: one, count: SecretReference.countMax)).count == SecretReference.countMax)
    #expect(code(String(repeating: one, count: SecretReference.countMax + 1)) == .tooMany)
  }

  @Test func valuesAreFilledInAndNotSearchedAgain() throws {
    let text = Array("a=$SECRET{x}&b=$SPIKE{ref:y}!".utf8)
    let filled = SecretReference.fill(text, try SecretReference.find(in: text)) { reference in
      reference.name == "x" ? Array("$SECRET{y}".utf8) : []
    }
    #expect(String(decoding: filled, as: UTF8.self) == "a=$SECRET{y}&b=!")
  }

  @Test(arguments: 0..<300) func anyTextIsScannedWithinItsBounds(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "$", "SECRET{", "$SECRET{", "$SPIKE{ref:", "a", "}", ",exp:", ",scope:", "12", "é", "\u{0}", " ",
    ]
    let text = Array((0..<30).map { _ in pieces.randomElement(using: &random) ?? "" }.joined().utf8)
    guard let found = try? SecretReference.find(in: text) else { return }
    var last = 0
    for reference in found {
      #expect(reference.range.lowerBound >= last && reference.range.upperBound <= text.count)
      let alone = Array(text[reference.range])
      #expect(try SecretReference.find(in: alone).map(\.name) == [reference.name])
      last = reference.range.upperBound
    }
    let blanked = SecretReference.fill(text, found) { _ in [] }
    #expect(blanked.count == text.count - found.reduce(0) { $0 + $1.range.count })
  }
}
