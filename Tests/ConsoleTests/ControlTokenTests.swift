import Testing

@testable import Console

@Suite("Control token")
struct ControlTokenTests {
  @Test func onlyTheWholeHeaderProvesIt() {
    let token = ControlToken()
    let header = token.exposedHeader()
    #expect(token.isProved(by: header))
    #expect(header.utf8.count == "Bearer ".utf8.count + 64)
    for wrong in ["", "Bearer ", String(header.dropLast()), header + "0", "bearer" + header.dropFirst(6), ControlToken().exposedHeader()] {
      #expect(!token.isProved(by: wrong))
    }
  }

  @Test func aDifferenceAnywhereIsSeen() {
    let token = ControlToken("0123456789abcdef")
    let header = Array(token.exposedHeader().utf8)
    for place in header.indices {
      var changed = header
      changed[place] ^= 1
      #expect(!token.isProved(by: String(decoding: changed, as: UTF8.self)))
    }
  }

  @Test func itDoesNotPrint() { #expect(!"\(ControlToken("hush"))".contains("hush")) }
}
