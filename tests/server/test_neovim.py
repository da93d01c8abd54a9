"""What a real editor sees."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = r"""
vim.cmd("edit README.md")
local buffer = vim.api.nvim_get_current_buf()
local function rules()
  return table.concat(vim.tbl_map(function(each) return each.code end, vim.diagnostic.get(buffer)), ",")
end
local function say(text) io.stdout:write(text .. "\n") end
local client = vim.lsp.start_client({ name = "mdpaperlint", cmd = { COMMAND }, root_dir = vim.fn.getcwd() })
vim.wait(60000, function() return vim.lsp.get_client_by_id(client) ~= nil end, 20)
vim.lsp.buf_attach_client(buffer, client)
vim.wait(60000, function() return rules() ~= "" end, 20)
say("first: " .. rules())
local place = { line = 5, character = 23 }
local asked = {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = { start = place, ["end"] = place },
  context = { diagnostics = {} },
}
for _, answer in pairs(vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", asked, 60000)) do
  for _, action in ipairs(answer.result or {}) do
    say("action: " .. action.title)
    vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
  end
end
vim.wait(60000, function() return rules() == "" end, 20)
say("silenced: " .. rules())
local file = io.open("mdpaperlint.toml", "w")
file:write("selec = []\n")
file:close()
vim.cmd("silent write")
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "", "[a](#nowhere)" })
vim.wait(60000, function() return rules() ~= "" end, 20)
say("wrong: " .. rules())
vim.cmd("qa!")
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_silences_a_rule_and_survives_a_wrong_configuration(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text(
        "# P\n\n| Date | Title | Link |\n| --- | --- | --- |\n"
        "| 2024-01 | One | [x](https://arxiv.org/abs/2401.00001) |\n| 2024-02 | Two | x | more |\n"
    )
    command = f'"{sys.executable}", "-m", "mdpaperlint", "server"'
    (tmp_path / "script.lua").write_text(SCRIPT.replace("COMMAND", command))
    ended = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-c", "luafile script.lua"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = [line for line in ended.stdout.splitlines() if ": " in line]
    assert said == [
        "first: ragged-row",
        "action: Silence ragged-row on this line",
        "silenced: ",
        "wrong: missing-anchor",
    ]
    assert "selec: no such key" in ended.stderr
    written = (tmp_path / "README.md").read_text()
    assert "| x | more <!-- mdpaperlint-disable-line ragged-row --> |\n" in written
