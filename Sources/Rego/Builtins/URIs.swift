/// `uri.*`: URLs taken apart as Go's `net/url` does.
extension Builtins {
  static let uris: [Builtin] = [
    Builtin("uri.parse", 1) { call throws(BuiltinError) in
      let url = try URLParts(try call.text(0).bytes)
      let members: [(String, [UInt8])] = [
        ("scheme", url.scheme), ("hostname", url.hostname), ("port", url.port), ("path", url.path),
        ("raw_path", url.rawPath), ("raw_query", url.rawQuery), ("fragment", url.fragment),
      ]
      return call.arena.object(
        members.filter { !$0.1.isEmpty }.map { (key: call.string($0.0), value: call.string($0.1)) })
    },
    Builtin("uri.is_valid", 1) { call throws(BuiltinError) in
      guard call[0].has(.string), call[0].text.count > 0 else { return .no }
      return .boolean((try? URLParts(call[0].text.bytes)) != nil)
    },
  ]
}
