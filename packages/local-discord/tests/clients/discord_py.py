"""The list of actions in discord.py: reads a name from each line of standard input, and writes what was found as JSON."""

import asyncio
import io
import json
import os
import sys
import traceback

import discord
import yarl
from discord import gateway, http

place = json.loads(os.environ["PLACE"])
http.Route.BASE = place["url"] + "/api/v10"
gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(place["url"].replace("http", "ws", 1))
GENERAL, BEN, ADA = int(place["general"]), int(place["ben"]), int(place["ada"])

intents = discord.Intents.default()
intents.message_content = True
intents.members = True
client = discord.Client(intents=intents, chunk_guilds_at_startup=False)
tree = discord.app_commands.CommandTree(client)
kept = {}


class Press(discord.ui.View):
    """Buttons and menus report their interaction instead of answering it."""

    def __init__(self, item):
        super().__init__()
        self.pressed = asyncio.get_running_loop().create_future()
        item.callback = self.report
        self.add_item(item)

    async def report(self, interaction):
        self.pressed.set_result(interaction)
        while not interaction.response.is_done():
            await asyncio.sleep(0.01)


class Form(discord.ui.Modal, title="Form"):
    drink = discord.ui.TextInput(label="Drink", custom_id="drink")

    def __init__(self):
        super().__init__(custom_id="form")
        self.submitted = asyncio.get_running_loop().create_future()

    async def on_submit(self, interaction):
        await interaction.response.send_message(self.drink.value)
        self.submitted.set_result(True)


commands_used = {}


@tree.command(name="greet", description="Greets")
async def greet(interaction):
    await interaction.response.send_message(f"Hello, {interaction.user.name}.")
    commands_used["greet"].set_result(True)


@tree.command(name="later", description="Greets later")
async def later(interaction):
    await interaction.response.defer()
    await interaction.edit_original_response(content=f"Later, {interaction.user.name}.")
    commands_used["later"].set_result(True)


def general():
    return client.get_channel(GENERAL)


def guild():
    return client.get_guild(int(place["guild"]))


async def latest():
    return [message async for message in general().history(limit=1)][0].content


async def is_gone(message_id):
    try:
        await general().fetch_message(message_id)
    except discord.NotFound:
        return "gone"
    return "still there"


async def hears(event, check, content):
    heard = asyncio.ensure_future(client.wait_for(event, check=check, timeout=10))
    await asyncio.sleep(0)
    await general().send(content)
    return await heard


async def use_command(name):
    commands_used[name] = asyncio.get_running_loop().create_future()
    await general().send(f"ben: use {name}")
    await asyncio.wait_for(commands_used[name], 10)
    return await latest()


async def send_text():
    kept["message"] = await general().send("text")
    return kept["message"].content


async def reply():
    sent = await kept["message"].reply("reply")
    return (await general().fetch_message(sent.reference.message_id)).content


async def send_embed():
    return (await general().send(embed=discord.Embed(title="A title"))).embeds[0].title


async def send_file():
    return (await general().send(file=discord.File(io.BytesIO(b"note"), "note.txt"))).attachments[0].filename


async def mention():
    allowed = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(BEN)])
    sent = await general().send(f"<@{ADA}> <@{BEN}>", allowed_mentions=allowed)
    return " ".join(user.name for user in sent.mentions)


async def edit():
    kept["message"] = await kept["message"].edit(content="edited")
    return kept["message"].content


async def read_one():
    return (await general().fetch_message(kept["message"].id)).content


async def read_history():
    return [message async for message in general().history(limit=100)][-1].content


async def react():
    await kept["message"].add_reaction("🍵")
    return ",".join(f"{each.emoji} {each.count}" for each in (await general().fetch_message(kept["message"].id)).reactions)


async def read_reactions():
    message = await general().fetch_message(kept["message"].id)
    return " ".join([user.name async for user in message.reactions[0].users()])


async def take_reaction_back():
    await kept["message"].remove_reaction("🍵", client.user)
    return "some" if (await general().fetch_message(kept["message"].id)).reactions else "none"


async def pin():
    await kept["message"].pin()
    return ",".join(message.content for message in await general().pins())


async def unpin():
    await kept["message"].unpin()
    return "some" if await general().pins() else "none"


async def typing():
    async with general().typing():
        return "done"


async def delete_one():
    sent = await general().send("short-lived")
    await sent.delete()
    return await is_gone(sent.id)


async def delete_several():
    sent = [await general().send("one"), await general().send("two")]
    await general().delete_messages(sent)
    return await is_gone(sent[1].id)


async def hear_person():
    return (await hears("message", lambda message: message.author.id == BEN, "ben: say hello")).content


async def hear_reaction():
    reaction = await hears("raw_reaction_add", lambda event: event.user_id == BEN, "ben: react")
    return str(reaction.emoji)


async def start_thread():
    kept["thread"] = await kept["message"].create_thread(name="corner table")
    return kept["thread"].name


async def write_in_thread():
    return (await kept["thread"].send("in here")).content


async def archive_thread():
    return "archived" if (await kept["thread"].edit(archived=True)).archived else "open"


async def post():
    return (await client.get_channel(int(place["stories"])).create_thread(name="A tale", content="once")).thread.name


async def make_webhook():
    kept["webhook"] = await general().create_webhook(name="Porter")
    return kept["webhook"].name


async def speak_by_webhook():
    kept["said"] = await kept["webhook"].send("by hook", username="Lilith", wait=True)
    return kept["said"].author.name


async def edit_by_webhook():
    return (await kept["said"].edit(content="edited")).content


async def delete_webhook():
    await kept["webhook"].delete()
    return "some" if await general().webhooks() else "none"


async def make_channel():
    kept["attic"] = await guild().create_text_channel("attic")
    return kept["attic"].name


async def hide_channel():
    await kept["attic"].set_permissions(await guild().fetch_member(BEN), view_channel=False)
    channel = await client.fetch_channel(kept["attic"].id)
    return "hidden" if any(each.view_channel is False for each in channel.overwrites.values()) else "open"


async def delete_channel():
    await kept["attic"].delete()
    return "done"


async def make_role():
    kept["role"] = await guild().create_role(name="Guest")
    while guild().get_role(kept["role"].id) is None:  # it knows a role once it has heard of it
        await asyncio.sleep(0.01)
    return kept["role"].name


async def give_role():
    await (await guild().fetch_member(BEN)).add_roles(kept["role"])
    return "given" if kept["role"].id in [role.id for role in (await guild().fetch_member(BEN)).roles] else "not given"


async def delete_role():
    await kept["role"].delete()
    return "done"


async def rename():
    await guild().me.edit(nick="Keeper")
    return (await guild().fetch_member(client.user.id)).nick


async def write_in_private():
    return (await (await client.fetch_user(BEN)).send("psst")).content


async def make_invite():
    return (await general().create_invite(max_age=60)).channel.name


async def register():
    return " ".join(sorted(command.name for command in await tree.sync()))


async def answer_button():
    view = Press(discord.ui.Button(label="Press", custom_id="press"))
    await general().send("ben: press", view=view)
    await (await view.pressed).response.edit_message(content="pressed", view=None)
    return await latest()


async def answer_menu():
    options = [discord.SelectOption(label=value) for value in "ab"]
    view = Press(discord.ui.Select(custom_id="choose", options=options))
    await general().send("ben: choose b", view=view)
    interaction = await view.pressed
    await interaction.response.edit_message(content=",".join(interaction.data["values"]), view=None)
    return await latest()


async def open_form():
    view = Press(discord.ui.Button(label="Open", custom_id="open"))
    await general().send("ben: fill in", view=view)
    form = Form()
    await (await view.pressed).response.send_modal(form)
    await asyncio.wait_for(form.submitted, 10)
    return await latest()


async def wait_for_limit():
    await hears("message", lambda message: message.content == "hurried", "ben: hurry")
    return (await general().send("patient")).content


async def known(value):
    return value


actions = {
    "knows who it is": lambda: known(client.user.name),
    "knows the channels of its guild": lambda: known(" ".join(sorted(each.name for each in guild().channels))),
    "fetches a member": lambda: fetch_member(),
    "asks the gateway for a member": lambda: query_member(),
    "sends text": send_text,
    "replies to a message": reply,
    "sends an embed": send_embed,
    "sends a file": send_file,
    "mentions two people and lets one be pinged": mention,
    "edits a message": edit,
    "reads one message": read_one,
    "reads the history": read_history,
    "reacts": react,
    "reads who reacted": read_reactions,
    "takes a reaction back": take_reaction_back,
    "pins": pin,
    "unpins": unpin,
    "types": typing,
    "deletes a message": delete_one,
    "deletes several messages": delete_several,
    "hears what a person says": hear_person,
    "hears how a person reacts": hear_reaction,
    "starts a thread from a message": start_thread,
    "writes in a thread": write_in_thread,
    "archives a thread": archive_thread,
    "posts in a forum": post,
    "makes a webhook": make_webhook,
    "speaks through a webhook": speak_by_webhook,
    "edits what a webhook said": edit_by_webhook,
    "deletes a webhook": delete_webhook,
    "makes a channel": make_channel,
    "hides a channel from a person": hide_channel,
    "deletes a channel": delete_channel,
    "makes a role": make_role,
    "gives a role to a person": give_role,
    "deletes a role": delete_role,
    "renames itself in a guild": rename,
    "writes to a person in private": write_in_private,
    "makes an invite": make_invite,
    "registers commands": register,
    "answers a command": lambda: use_command("greet"),
    "defers its answer to a command": lambda: use_command("later"),
    "answers a button by changing its message": answer_button,
    "answers a select menu": answer_menu,
    "opens a form and reads what was filled in": open_form,
    "waits when it is limited, and tries again": wait_for_limit,
}


async def fetch_member():
    return (await guild().fetch_member(BEN)).name


async def query_member():
    return (await guild().query_members("ada", limit=1))[0].name


def say(**outcome):
    print(json.dumps(outcome), flush=True)


async def main():
    async with client:
        await client.login(place["token"])
        running = asyncio.ensure_future(client.connect())
        running.add_done_callback(lambda _: os._exit(1))
        await client.wait_until_ready()
        say(action="ready")
        while True:
            name = (await asyncio.to_thread(sys.stdin.readline)).strip()
            if not name:
                return
            try:
                say(action=name, found=await asyncio.wait_for(actions[name](), 20))
            except Exception:
                say(action=name, error=traceback.format_exc())


asyncio.run(main())
