import NIOCore

/// Writes the head of a response into a buffer, by hand.
enum ResponseHead {
  /// Starts a head; fields follow, then ``finish(_:)``.
  static func begin(_ buffer: inout ByteBuffer, status: Int) {
    switch status {
    case 200: buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
    case 202: buffer.writeStaticString("HTTP/1.1 202 Accepted\r\n")
    default:
      buffer.writeStaticString("HTTP/1.1 ")
      buffer.writeString(String(status))
      buffer.writeString(" \(reason(status))\r\n")
    }
  }

  static func field(_ buffer: inout ByteBuffer, _ name: StaticString, _ value: String) {
    buffer.writeStaticString(name)
    buffer.writeStaticString(": ")
    buffer.writeString(value)
    buffer.writeStaticString("\r\n")
  }

  static func field(_ buffer: inout ByteBuffer, _ name: StaticString, _ value: Int) {
    field(&buffer, name, String(value))
  }

  static func finish(_ buffer: inout ByteBuffer) { buffer.writeStaticString("\r\n") }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 202: "Accepted"
    case 204: "No Content"
    case 307: "Temporary Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 421: "Misdirected Request"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: "Status"
    }
  }
}
