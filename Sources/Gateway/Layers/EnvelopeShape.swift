import Basics
import MCP

/// Layer 2: the body is one JSON-RPC 2.0 message in strict JSON, the header fields agree with it, and the session
/// it names exists.
struct EnvelopeShape: Layer {
  let name = LayerName.jsonrpcValidator
  let limits: EnvelopeLimits
  let versions = VersionRules()

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    if let fault = call.request.headerFault { return .refuse(denial(fault, call)) }
    if call.request.verb != .post {
      // The modern revision knows POST alone.
      guard !isModern(call.request.protocolVersion) else {
        return .refuse(Denial(.methodNotAllowed, "This protocol version takes POST alone."))
      }
      guard call.request.verb != .delete || call.request.sessionID != nil else {
        return .refuse(Denial(.headerMismatch, "DELETE ends a session, and Mcp-Session-Id does not say which."))
      }
      return .skip
    }
    guard call.request.isJSON, !call.request.hasContentCoding else {
      return .refuse(Denial(.unsupportedMediaType, "The body must be application/json without a content coding."))
    }
    do throws(EnvelopeError) {
      if let fault = call.batchFault { throw fault }
      let envelope = try Envelope(parsing: call.body, limits: limits)
      call.envelope = envelope
      return check(envelope, call)
    } catch {
      call.unreadableID = error.id
      let details: JSONObject = ["reason": .string(error.code.rawValue), "offset": .integer(error.offset)]
      return .refuse(
        Denial(.invalidJSONRPC, error.description, details: details, protocolCode: error.rpcCode))
    }
  }

  private func check(_ envelope: Envelope, _ call: Call) -> Verdict {
    do throws(HeaderError) {
      let version = try versions.version(of: envelope, headers: call.request.mirrored)
      call.era = version.era
      if let refusal = undeclaredExtension(envelope, version) { return .refuse(refusal) }
      return checkSubject(envelope)
    } catch {
      return .refuse(denial(error, call))
    }
  }

  /// A method of an extension exists only for clients that have declared it.
  ///
  /// - Source: MCP 2026-07-28, Tasks extension, Capability Negotiation.
  private func undeclaredExtension(_ envelope: Envelope, _ version: ProtocolVersion) -> Denial? {
    guard envelope.isRequest, envelope.method?.entry?.byExtension.contains(version) == true,
      !TasksExtension.isDeclared(by: envelope)
    else { return nil }
    var denial = Denial(
      .invalidJSONRPC, "The client has not declared the extension that this method belongs to.",
      details: ["reason": "extension_undeclared"], protocolCode: RPCCode.missingClientCapability)
    denial.protocolData = ["requiredCapabilities": TasksExtension.capability]
    return denial
  }

  /// A resource is named in a way that no server can take for another one.
  private func checkSubject(_ envelope: Envelope) -> Verdict {
    guard case .uri = envelope.method?.subject, let name = envelope.name, ResourceURI(name) == nil else { return .proceed }
    return .refuse(
      Denial(
        .invalidJSONRPC, "The URI is malformed, or its path leads elsewhere.", details: ["reason": "uri_invalid"],
        protocolCode: RPCCode.invalidParams))
  }

  private func isModern(_ version: String?) -> Bool {
    version.flatMap(ProtocolVersion.init(rawValue:))?.era == .modern
  }

  private func denial(_ error: HeaderError, _ call: Call) -> Denial {
    let details: JSONObject = ["reason": .string(error.code.rawValue), "field": .string(error.field.rawValue)]
    let isVersion = error.code == .versionUnsupported || error.code == .legacyVersionUnsupported
    var denial = Denial(
      isVersion ? .protocolVersionUnsupported : .headerMismatch, error.description, details: details,
      protocolCode: error.rpcCode)
    if isVersion {
      // What a modern client picks its next attempt from. Source: MCP 2026-07-28, Versioning.
      denial.protocolData = [
        "supported": .array(versions.supported.filter { $0.era == .modern }.map { .string($0.rawValue) }),
        "requested": .string(call.request.protocolVersion ?? ""),
      ]
    }
    return denial
  }
}
