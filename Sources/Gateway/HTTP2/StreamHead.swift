import NIOCore
import NIOHPACK

/// The head of a request that came over HTTP/2, as HTTP/1.1 says it.
struct StreamHead {
  let bytes: ByteBuffer
  /// Whether the body is to be sent on in chunks, since its length is not known.
  let isChunked: Bool

  /// Fields that belong to one connection of HTTP/1.1; in HTTP/2 they are malformed. Source: RFC 9113 §8.2.2.
  private static let connectionFields: Set<String> = [
    "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
  ]
  /// Written anew, or answered by the framing.
  private static let ownFields: Set<String> = ["host", "content-length", "expect", "te"]

  /// nil for a head that is malformed, or would read as another in HTTP/1.1.
  init?(_ headers: HPACKHeaders, hasBody: Bool) {
    guard let method = Self.only(":method", headers), let path = Self.only(":path", headers),
      let host = Self.only(":authority", headers) ?? Self.only("host", headers),
      method.utf8.allSatisfy(HTTPSyntax.isToken), path.utf8.first == UInt8(ascii: "/"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    let lengths = headers["content-length"]
    guard lengths.count <= 1 else { return nil }
    var buffer = ByteBuffer()
    buffer.writeString("\(method) \(path) HTTP/1.1\r\nhost: \(host)\r\n")
    for (name, value, _) in headers where name.utf8.first != UInt8(ascii: ":") {
      guard name.utf8.allSatisfy(HTTPSyntax.isToken), value.utf8.allSatisfy(HTTPSyntax.isFieldContent),
        !Self.connectionFields.contains(name)
      else { return nil }
      if !Self.ownFields.contains(name) { buffer.writeString("\(name): \(value)\r\n") }
    }
    isChunked = hasBody && lengths.isEmpty
    if isChunked {
      buffer.writeStaticString("transfer-encoding: chunked\r\n")
    } else if let length = lengths.first {
      guard HTTPSyntax.number(Array(length.utf8)[...]) != nil else { return nil }
      buffer.writeString("content-length: \(length)\r\n")
    } else if method == "POST" {
      buffer.writeStaticString("content-length: 0\r\n")
    }
    buffer.writeStaticString("\r\n")
    bytes = buffer
  }

  /// The only value of a field; nil if there is none or more than one.
  private static func only(_ name: String, _ headers: HPACKHeaders) -> String? {
    let values = headers[name]
    return values.count == 1 ? values.first : nil
  }

  /// The head of an answer.
  static func answer(_ head: HTTPHead) -> HPACKHeaders {
    var headers: HPACKHeaders = [":status": String(head.status)]
    for field in head.fields {
      let name = String(decoding: head.slice(field.name), as: UTF8.self).lowercased()
      guard !connectionFields.contains(name) else { continue }
      headers.add(name: name, value: String(decoding: head.slice(field.value), as: UTF8.self))
    }
    return headers
  }
}
