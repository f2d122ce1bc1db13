/// The answer of `FetchX509SVID`: every SVID of the caller, with what it needs to trust others.
///
/// - Source: SPIFFE Workload API §5.2.1.
public struct X509SVIDResponse: Sendable, Hashable {
  /// One identity of the caller.
  public struct SVID: Sendable, Hashable {
    public var id: String
    /// The chain in DER, one certificate after the other, the leaf first.
    public var certificates: [UInt8]
    /// The private key as PKCS#8 in DER.
    public var key: [UInt8]
    /// The authorities of the trust domain in DER, one after the other.
    public var bundle: [UInt8]
    /// Which SVID to take, for callers with several; may be empty.
    public var hint: String

    public init(id: String, certificates: [UInt8], key: [UInt8], bundle: [UInt8], hint: String = "") {
      self.id = id
      self.certificates = certificates
      self.key = key
      self.bundle = bundle
      self.hint = hint
    }
  }

  /// The first is the default identity.
  public var svids: [SVID]
  /// Authorities of foreign trust domains, by the domain's SPIFFE ID.
  public var federatedBundles: [String: [UInt8]]

  public init(svids: [SVID], federatedBundles: [String: [UInt8]] = [:]) {
    self.svids = svids
    self.federatedBundles = federatedBundles
  }

  public init(wire bytes: [UInt8]) throws(WireError) {
    self.init(svids: [])
    var reader = WireReader(bytes[...])
    while let field = try reader.next() {
      switch field.number {
      case 1: svids.append(try SVID(wire: field.value))
      case 3: try WireReader.readEntry(field.value, into: &federatedBundles)
      default: continue
      }
    }
  }

  public var wire: [UInt8] {
    var writer = WireWriter()
    for svid in svids {
      writer.message(1) {
        $0.field(1, svid.id)
        $0.field(2, svid.certificates)
        $0.field(3, svid.key)
        $0.field(4, svid.bundle)
        $0.field(5, svid.hint)
      }
    }
    writer.map(3, federatedBundles)
    return writer.bytes
  }
}

extension X509SVIDResponse.SVID {
  init(wire value: WireReader.Value) throws(WireError) {
    self.init(id: "", certificates: [], key: [], bundle: [])
    guard let slice = value.slice else { throw .malformed }
    var reader = WireReader(slice)
    while let field = try reader.next() {
      switch field.number {
      case 1: id = try field.value.text()
      case 2: certificates = try field.value.data()
      case 3: key = try field.value.data()
      case 4: bundle = try field.value.data()
      case 5: hint = try field.value.text()
      default: continue
      }
    }
  }
}
