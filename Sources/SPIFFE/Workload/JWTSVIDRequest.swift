/// What `FetchJWTSVID` asks for. Source: SPIFFE Workload API §6.2.1.
public struct JWTSVIDRequest: Sendable, Hashable {
  /// At least one.
  public var audiences: [String]
  /// The identity that is wanted; empty: all of them.
  public var id: String

  public init(audiences: [String], id: String = "") {
    self.audiences = audiences
    self.id = id
  }

  public init(wire bytes: [UInt8]) throws(WireError) {
    self.init(audiences: [])
    var reader = WireReader(bytes[...])
    while let field = try reader.next() {
      switch field.number {
      case 1: audiences.append(try field.value.text())
      case 2: id = try field.value.text()
      default: continue
      }
    }
  }

  public var wire: [UInt8] {
    var writer = WireWriter()
    for audience in audiences { writer.element(1, Array(audience.utf8)) }
    writer.field(2, id)
    return writer.bytes
  }
}
