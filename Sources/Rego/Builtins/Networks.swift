/// `net.*`
extension Builtins {
  static let networks: [Builtin] = [
    Builtin("net.cidr_contains", 2) { call throws(BuiltinError) in
      .boolean(try network(call[0], 1).contains(try network(call[1], 2)))
    },
    Builtin("net.cidr_intersects", 2) { call throws(BuiltinError) in
      .boolean(try network(call[0], 1).overlaps(try network(call[1], 2)))
    },
    Builtin("net.cidr_overlap", 2) { call throws(BuiltinError) in
      .boolean(try network(call[0], 1).contains(try network(call[1], 2)))
    },
    Builtin("net.cidr_is_valid", 1) { call throws(BuiltinError) in
      guard call[0].has(.string) else { return .no }
      let text = call[0].text.string
      return .boolean(text.utf8.contains(UInt8(ascii: "/")) && Network(text) != nil)
    },
    Builtin("net.cidr_contains_matches", 2) { call throws(BuiltinError) in try containsMatches(call) },
    Builtin("net.cidr_expand", 1) { call throws(BuiltinError) in
      let network = try network(call[0], 1)
      let bits = network.width - network.prefix
      guard bits <= 20 else { throw .limit("the network has more than 2^20 addresses") }
      return call.arena.set((0..<(1 << bits)).map { call.string(network.address(at: UInt64($0))) })
    },
    Builtin("net.cidr_merge", 1) { call throws(BuiltinError) in
      var networks: [Network] = []
      for member in try call.members(0) { networks.append(try network(member, 1)) }
      return call.arena.set(Network.merged(networks).map { call.string($0.description) })
    },
  ]

  private static func network(_ value: Value, _ position: Int) throws(BuiltinError) -> Network {
    guard value.has(.string) else { throw .type(position, "string", value) }
    guard let network = Network(value.text.string) else {
      throw .failed("not a valid textual representation of an IP address or CIDR: \(value.text.string)")
    }
    return network
  }

  private static func containsMatches(_ call: Arguments) throws(BuiltinError) -> Value {
    let outer = try entries(call[0], 1, call)
    let inner = try entries(call[1], 2, call)
    var result: [Value] = []
    for (key, network) in outer {
      for (other, candidate) in inner where network.contains(candidate) {
        result.append(call.arena.array([key, other]))
      }
    }
    return call.arena.set(result)
  }

  private static func entries(
    _ value: Value, _ position: Int, _ call: Arguments
  ) throws(BuiltinError) -> [(Value, Network)] {
    if value.has(.string) { return [(value, try network(value, position))] }
    guard let count = value.memberCount else { throw .type(position, "one of {string, array, object, set}", value) }
    var result: [(Value, Network)] = []
    for index in 0..<count {
      let key: Value = value.has(.array) ? .integer(index) : value.table.key(index)
      let member = value.has(.array) ? value.elements[index] : value.table.value(index)
      let text = member.has(.array) ? member.elements[0] : member
      result.append((key, try network(text, position)))
    }
    return result
  }
}
