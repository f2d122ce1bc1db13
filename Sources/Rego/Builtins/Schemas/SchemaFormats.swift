/// The formats that are checked; a format of another name accepts everything.
enum SchemaFormats {
  private static let patterns: [String: String] = [
    "hostname":
      #"^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])(\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]{0,61}[a-zA-Z0-9]))*$"#,
    "uuid": #"^(?i)[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$"#,
    "json-pointer": #"^(?:/(?:[^~/]|~0|~1)*)*$"#,
    "relative-json-pointer": #"^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)$"#,
  ]
  /// Longest host name, in bytes.
  private static let hostNameLimit = 255

  static func accepts(_ format: String, _ text: Text, _ call: Arguments) -> Bool {
    let string = text.string
    func isTime(_ layouts: String...) -> Bool {
      layouts.contains { TimeLayout.matches(string, layout: $0) }
    }
    switch format {
    case "date": return isTime("2006-01-02")
    case "time": return isTime("15:04:05Z07:00", "15:04:05")
    case "date-time": return isTime("15:04:05", "15:04:05Z07:00", "2006-01-02", TimeLayout.rfc3339)
    case "email", "idn-email": return MailAddress.isValid(string)
    case "ipv4": return Network(string) != nil && string.contains(".") && !string.contains("/")
    case "ipv6": return Network(string) != nil && string.contains(":") && !string.contains("/")
    case "uri", "iri":
      guard let url = try? URLParts(text.bytes) else { return false }
      return !url.scheme.isEmpty && !string.contains("\\")
    case "uri-reference", "iri-reference": return (try? URLParts(text.bytes)) != nil && !string.contains("\\")
    case "uri-template":
      guard let url = try? URLParts(text.bytes), !string.contains("\\") else { return false }
      return areBracesPaired(url.path)
    case "regex": return string.isEmpty || (try? RegularExpression(string)) != nil
    case "hostname": return text.count <= hostNameLimit && matches(format, text, call)
    default: return matches(format, text, call)
    }
  }

  private static func matches(_ format: String, _ text: Text, _ call: Arguments) -> Bool {
    guard let pattern = patterns[format] else { return true }
    return (try? call.machine.cache.pattern(pattern).matches(text)) ?? false
  }

  private static func areBracesPaired(_ path: [UInt8]) -> Bool {
    var isOpen = false
    for byte in path {
      if byte == UInt8(ascii: "{"), !isOpen { isOpen = true } else if byte == UInt8(ascii: "}"), isOpen { isOpen = false }
    }
    return !isOpen
  }
}

/// An address of RFC 5322: `name@host`, or `Some One <name@host>`.
private enum MailAddress {
  static func isValid(_ text: String) -> Bool {
    var address = Substring(text)
    while address.first == " " { address = address.dropFirst() }
    while address.last == " " { address = address.dropLast() }
    if address.last == ">" {
      guard let open = address.lastIndex(of: "<") else { return false }
      address = address[address.index(after: open)...].dropLast()
    }
    guard let at = address.lastIndex(of: "@") else { return false }
    let local = address[..<at]
    let domain = address[address.index(after: at)...]
    let isQuoted = local.count > 1 && local.first == "\"" && local.last == "\""
    guard isQuoted || isDotAtom(local) else { return false }
    if domain.first == "[", domain.last == "]" { return Network(String(domain.dropFirst().dropLast())) != nil }
    return isDotAtom(domain)
  }

  private static func isDotAtom(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.utf8.allSatisfy { $0 >= 0x80 || Lexer.isNamePart($0) || "!#$%&'*+-/=?^`{|}~".utf8.contains($0) }
    }
  }
}
