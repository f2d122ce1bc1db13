/// What `http.send` and request signing take: an object with `method`, `url` and options.
enum RequestObject {
  static let required = ["method", "url"]
  static let allowed: Set<String> = [
    "method", "url", "body", "enable_redirect", "force_json_decode", "force_yaml_decode", "headers", "raw_body",
    "tls_use_system_certs", "tls_ca_cert", "tls_ca_cert_file", "tls_ca_cert_env_variable", "tls_client_cert",
    "tls_client_cert_file", "tls_client_cert_env_variable", "tls_client_key", "tls_client_key_file",
    "tls_client_key_env_variable", "tls_insecure_skip_verify", "tls_server_name", "timeout", "cache", "force_cache",
    "force_cache_duration_seconds", "raise_error", "caching_mode", "max_retry_attempts", "cache_ignored_headers",
  ]

  static func check(_ request: Value, _ call: Arguments) throws(BuiltinError) {
    guard request.has(.object) else { throw .type(1, "object", request) }
    let table = request.table
    let unknown = (0..<table.count).map(table.key).filter { key in key.stringValue.map { !allowed.contains($0) } ?? true }
    guard unknown.isEmpty else {
      throw .operand(1, "invalid request parameters(s): \(call.arena.set(unknown))")
    }
    let missing = required.filter { !request.member(call.string($0)).isDefined }
    guard missing.isEmpty else { throw .operand(1, "missing required request parameters(s): \(names(missing, call))") }
    let invalid = required.filter { !request.member(call.string($0)).has(.string) }
    guard invalid.isEmpty else {
      throw .operand(1, "invalid values for required request parameters(s): \(names(invalid, call))")
    }
  }

  /// `{"a", "b"}`
  static func names(_ names: [String], _ call: Arguments) -> String {
    call.arena.set(names.map { call.string($0) }).description
  }
}
