import Basics

extension JSONDocument {
  /// The JSON Pointer of the value at `node`, or of the member whose key is there. SOURCE: RFC 6901.
  ///
  /// - Complexity: O(depth × siblings).
  func pointer(to node: Int) -> String {
    guard nodes.indices.contains(node) else { return "" }
    var pointer = ""
    var at = 0
    while at != node {
      switch nodes[at].kind {
      case .object:
        guard let member = members(of: at).first(where: { node < Int(nodes[$0.value].next) && node >= $0.key }) else {
          return pointer
        }
        pointer += "/" + Self.escaped(String(decoding: utf8(at: member.key), as: UTF8.self))
        if node == member.key { return pointer }
        at = member.value
      case .array:
        let place = elements(of: at).enumerated().first { node >= $0.element && node < Int(nodes[$0.element].next) }
        guard let place else { return pointer }
        pointer += "/\(place.offset)"
        at = place.element
      default: return pointer
      }
    }
    return pointer
  }

  private static func escaped(_ key: String) -> String {
    key.contains("~") || key.contains("/") ? key.replacing("~", with: "~0").replacing("/", with: "~1") : key
  }
}
