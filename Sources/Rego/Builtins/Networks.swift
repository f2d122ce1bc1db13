/// `net.*`
extension Builtins {
  static let networks: [Builtin] = [
    Builtin("net.cidr_contains", 2) { call throws(BuiltinError) in .boolean(try contains(call[0], call[1])) },
    Builtin("net.cidr_overlap", 2) { call throws(BuiltinError) in .boolean(try contains(call[0], call[1])) },
    Builtin("net.cidr_intersects", 2) { call throws(BuiltinError) in
      .boolean(try network(call[0]).overlaps(try network(call[1])))
    },
    Builtin("net.cidr_is_valid", 1) { call throws(BuiltinError) in .boolean((try? network(call[0])) != nil) },
    Builtin("net.cidr_contains_matches", 2) { call throws(BuiltinError) in try containsMatches(call) },
    Builtin("net.cidr_expand", 1) { call throws(BuiltinError) in
      let network = try network(call[0])
      let bits = network.width - network.prefix
      guard bits <= expansionBitsMax else {
        throw .limit("the network has more than 2^\(expansionBitsMax) addresses: expand a smaller one")
      }
      return call.arena.set((0..<(1 << bits)).map { call.string(network.address(at: UInt64($0))) })
    },
    Builtin("net.lookup_ip_addr", 1, isNondeterministic: true) { call throws(BuiltinError) in try addresses(call) },
    Builtin("net.cidr_merge", 1) { call throws(BuiltinError) in try merged(call) },
  ]

  /// An address is its own answer and `localhost` is known (RFC 6761, section 6.3); other names need the network.
  private static func addresses(_ call: Arguments) throws(BuiltinError) -> Value {
    let host = try call.string(0)
    if Network(host) != nil, !host.contains("/") { return call.arena.set([call[0]]) }
    if host == "localhost" || host.hasSuffix(".localhost") { return call.arena.set([call.string("127.0.0.1"), call.string("::1")]) }
    return try NetworkCall("net.lookup_ip_addr", call).once(host) { access throws(BuiltinError) in
      guard access.allows(host, port: "") else { throw NetworkCall.refused("net.lookup_ip_addr", host) }
      do throws(RegoTransportError) {
        let found = try access.transport.addresses(of: host, timeoutNanoseconds: access.timeoutNanoseconds)
        return call.arena.set(found.map { call.string($0) })
      } catch {
        throw .failed("lookup \(host): \(error.message)")
      }
    }
  }

  /// Largest network that is expanded, as a power of two.
  static let expansionBitsMax = 20

  private static func network(_ value: Value) throws(BuiltinError) -> Network {
    guard value.has(.string) else { throw .type(1, "string", value) }
    let text = value.text.string
    guard text.utf8.contains(UInt8(ascii: "/")), let network = Network(text) else {
      throw .failed("invalid CIDR address: \(text)")
    }
    return network
  }

  /// The second may be an address too.
  private static func contains(_ outer: Value, _ inner: Value) throws(BuiltinError) -> Bool {
    let outer = try network(outer)
    guard inner.has(.string) else { throw .type(1, "string", inner) }
    guard let inner = Network(inner.text.string) else {
      throw .failed("not a valid textual representation of an IP address or CIDR: \(inner.text.string)")
    }
    return outer.contains(inner)
  }

  private static func merged(_ call: Arguments) throws(BuiltinError) -> Value {
    guard call[0].has(.array) || call[0].has(.set) else { throw .failed("operand must be an array") }
    var networks: [Network] = []
    var addresses: [(network: Network, text: String)] = []
    for member in try call.members(0) {
      guard member.has(.string) else { throw .failed("element must be string") }
      let text = member.text.string
      if text.utf8.contains(UInt8(ascii: "/")) {
        networks.append(try network(member))
        continue
      }
      guard let address = Network(text) else { throw .failed("invalid CIDR address: \(text)") }
      guard let network = address.classful else { throw .failed("IPv6 invalid: needs prefix length") }
      networks.append(network)
      addresses.append((network, text + "/\(network.prefix)"))
    }
    var result: [Value] = []
    for network in Network.merged(networks) {
      try call.spend(networks.count)
      // A single address keeps its own text when nothing was merged into its network.
      let inside = networks.filter { network.contains($0) }
      guard inside.count == 1, let only = addresses.first(where: { network.contains($0.network) }) else {
        result.append(call.string(network.description))
        continue
      }
      result.append(call.string(only.text))
    }
    return call.arena.set(result)
  }

  private static func containsMatches(_ call: Arguments) throws(BuiltinError) -> Value {
    let outer = try entries(call[0], 1)
    let inner = try entries(call[1], 2)
    var result: [Value] = []
    for (key, network) in outer {
      try call.spend(inner.count)
      for (other, candidate) in inner where try contains(network, candidate) {
        result.append(call.arena.array([key, other]))
      }
    }
    return call.arena.set(result)
  }

  /// Keys with the networks they stand for: strings, or arrays whose first element counts.
  private static func entries(_ value: Value, _ position: Int) throws(BuiltinError) -> [(Value, Value)] {
    if value.has(.string) { return [(value, value)] }
    var result: [(Value, Value)] = []
    for index in 0..<(value.memberCount ?? 0) {
      let key: Value = value.has(.array) ? .integer(index) : value.table.key(index)
      let member = value.has(.array) ? value.elements[index] : value.table.value(index)
      let text = member.has(.array) ? member.elements[0] : member.has(.string) ? member : .undefined
      guard text.isDefined else { throw .failed("operand \(position): element must be string or non-empty array") }
      result.append((key, text))
    }
    return result
  }
}
