import Basics
import Identity
import MCP
import Registry
import SPIFFE
import Secrets

/// Layer 13: references to secrets become their values, on parsed strings, in what goes to the tool and nowhere
/// else: not in records, not in approvals, not in the policy's input.
struct SecretRedemption: Layer {
  let name = LayerName.tokenSubstitution
  let secrets: SecretStore

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let envelope = call.envelope, let tool = call.tool, let principal = call.principal?.id.text,
      let arguments = envelope.arguments, mayHoldReference(call)
    else { return .skip }
    do throws(Denial) {
      guard let edited = try fill(call, envelope, arguments, tool.name, principal) else { return .skip }
      call.editedBody = edited
      return .proceed
    } catch {
      return .refuse(error)
    }
  }

  /// A cheap look at the bytes: most calls hold no reference at all. An escape may hide the sign.
  private func mayHoldReference(_ call: Call) -> Bool {
    let body = call.outgoingBody.span
    var index = 0
    while index < body.count {
      if body[index] == UInt8(ascii: "$") || body[index] == UInt8(ascii: "\\") { return true }
      index += 1
    }
    return false
  }

  /// The body with every reference in the arguments replaced; nil if there is none.
  private func fill(
    _ call: Call, _ envelope: Envelope, _ arguments: Int, _ tool: String, _ principal: String
  ) throws(Denial) -> [UInt8]? {
    // A layer before may have edited the text; what it left is what is filled.
    guard let document = call.editedBody.map({ try? JSONDocument(parsing: $0) }) ?? envelope.document,
      let params = document.member(named: "params", of: JSONDocument.root),
      let arguments = document.member(named: "arguments", of: params)
    else { throw Denial(.secretFailed, "The arguments cannot be read.") }
    var output: [UInt8] = []
    var copied = 0
    let now = call.receivedAt
    var redeemed: [Redacted<[UInt8]>] = []
    for node in arguments..<Int(document.nodes[arguments].next) where document.kind(at: node) == .string {
      let text = Array(document.utf8(at: node))
      let references = try references(in: text)
      guard !references.isEmpty else { continue }
      let filled = try SecretReference.fill(text, references) { reference throws(Denial) in
        let value = try redeem(reference, principal, tool, now)
        redeemed.append(Redacted(value))
        return value
      }
      let range = document.nodes[node].range
      output += document.bytes[copied..<range.lowerBound]
      JSONEscapes.appendEscaped(filled, to: &output)
      copied = range.upperBound
    }
    guard copied > 0 else { return nil }
    call.redeemed = redeemed
    return output + document.bytes[copied...]
  }

  private func references(in text: [UInt8]) throws(Denial) -> [SecretReference] {
    do throws(SecretReferenceError) {
      return try SecretReference.find(in: text)
    } catch {
      throw Denial(
        .secretFailed, "A reference to a secret is malformed.", details: ["reason": .string(error.code.rawValue)])
    }
  }

  private func redeem(
    _ reference: SecretReference, _ principal: String, _ tool: String, _ now: Timestamp
  ) throws(Denial) -> [UInt8] {
    switch secrets.redeem(reference, principal: principal, tool: tool, now: now) {
    case .success(let value): return Array(value.exposed().utf8)
    case .failure(let error):
      let details: JSONObject = ["secret": .string(reference.name), "reason": .string(error.code.rawValue)]
      switch error.code {
      case .notAllowed: throw Denial(.secretNotAllowed, "This caller may not use this secret here.", details: details)
      case .expired: throw Denial(.secretExpired, "The secret has expired.", details: details)
      default: throw Denial(.secretFailed, "The secret cannot be given.", details: details)
      }
    }
  }
}
