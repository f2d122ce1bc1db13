/// The answer of `FetchJWTSVID`. Source: SPIFFE Workload API §6.2.1.
public struct JWTSVIDResponse: Sendable, Hashable {
  public struct SVID: Sendable, Hashable {
    public var id: String
    /// The compact form.
    public var token: String
    public var hint: String

    public init(id: String, token: String, hint: String = "") {
      self.id = id
      self.token = token
      self.hint = hint
    }
  }

  public var svids: [SVID]

  public init(svids: [SVID]) { self.svids = svids }

  public init(wire bytes: [UInt8]) throws(WireError) {
    svids = []
    var reader = WireReader(bytes[...])
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      guard let slice = field.value.slice else { throw .malformed }
      var (inner, svid) = (WireReader(slice), SVID(id: "", token: ""))
      while let field = try inner.next() {
        switch field.number {
        case 1: svid.id = try field.value.text()
        case 2: svid.token = try field.value.text()
        case 3: svid.hint = try field.value.text()
        default: continue
        }
      }
      svids.append(svid)
    }
  }

  public var wire: [UInt8] {
    var writer = WireWriter()
    for svid in svids {
      writer.message(1) {
        $0.field(1, svid.id)
        $0.field(2, svid.token)
        $0.field(3, svid.hint)
      }
    }
    return writer.bytes
  }
}
