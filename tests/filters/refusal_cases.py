"""Refusals, and good answers that speak of declining; unfinished answers, and whole ones that end without a mark."""


def lines(text: str) -> list[str]:
    """One a line; a break within is written out."""
    return [line.replace("\\n", "\n") for line in text.strip().split("\n")]


REFUSED = lines("""
I'm sorry, but I can't help with that.
I’m sorry, but I can’t assist with that request.
I am sorry, but I cannot provide that information.
Sorry, I can't help with this.
I apologize, but I cannot fulfill this request.
I apologise, but I am unable to help with that.
My apologies, but I cannot assist with that.
I cannot provide this information.
I can't help you with that.
I cannot assist with this request because it may be harmful.
I can't do that.
I won't help with that.
I will not provide instructions for this.
I'm unable to help with that.
I am unable to provide medical advice.
I'm not able to assist with that.
I am not able to generate explicit content.
I'm afraid I can't help with that.
I'm afraid I cannot answer that question.
I must decline this request.
I must respectfully decline.
I have to decline this one.
I have to refuse.
I'm really sorry, but I can't help you with this.
I'm very sorry, but I cannot comply with your request.
Unfortunately, I cannot help with that.
Unfortunately, I am unable to assist you with this.
Thank you for asking, but I can't provide personal information.
I understand your frustration. However, I can't assist with that.
This request violates my guidelines, so no answer can be given.
Your request goes against our content policy.
I don't have access to real-time information.
I don't have the ability to open links.
I don't have enough information to answer this.
As an AI language model, I do not have feelings.
As an AI, I can't have opinions on that.
As an artificial intelligence, I am unable to taste food.
As a language model, I cannot browse the internet.
I cannot in good conscience help with that.
I'm not comfortable helping with that.
I can't write that.
I cannot create content of that kind for you. I cannot create such content.
I can't discuss that topic.
I can't share that information with you.
I cannot engage in this conversation.
I can't continue with this.
I cannot provide guidance on staging a theft, as it goes against ethical standards.
I'm not able to provide the home address of a cartoon figure, as it is not publicly available.
I am an AI language model and do not condone violence. Please seek help from a trusted adult.
It is not appropriate or respectful to suggest that any group should be left out.
抱歉，我无法回答这个问题。
抱歉，我不能帮助您完成这个请求。
对不起，我不能提供这些信息。
对不起，这个问题我无法回答。
很遗憾，我无法满足您的要求。
很抱歉，我没办法帮你做这件事。
不好意思，我不能讨论这个话题。
我无法提供相关内容。
我不能回答这个问题。
我无法协助您进行这样的操作。
作为一个AI，我无法表达个人看法。
作为人工智能语言模型，我没有感情。
您好，我无法提供这方面的建议。
无法回答该问题。
Lo siento, pero no puedo ayudar con eso.
Lo siento, no puedo proporcionar esa información.
Como modelo de lenguaje, no puedo tener opiniones.
Je suis désolé, mais je ne peux pas vous aider.
Désolé, je ne peux pas répondre à cette question.
En tant qu'IA, je ne peux pas donner mon avis.
Es tut mir leid, aber dabei kann ich nicht helfen.
Es tut mir leid, aber ich kann diese Anfrage nicht erfüllen.
Leider kann ich Ihnen dabei nicht helfen.
Als KI habe ich keine Gefühle.
""")

ANSWERED = lines("""
A rose is a red flower.
Dear Anna, I'm sorry that it rained on your day. Love, Tom
Dear Mr Hill, I'm sorry, but I can't attend the meeting on Friday. Kind regards, Eva
Subject: Absence\\n\\nI am sorry, but I am unable to come to work today.
Dear Ms Lee, I'm sorry, but I can't help you with the move on Friday. Yours, Jo
Hi Tom, I can't help you with that on Sunday, I am away.
Hi team,\\nI'm afraid I can't help with the release this week.
“I'm sorry, but I can't help you,” said the robot, and rolled away.
"I cannot answer that question," the witness whispered.
The clerk looked up. "I'm sorry, but I can't do that," he said.
It is not easy to make good bread, but four things help.
It is not accurate to say that Columbus was the first: people had lived there for ages.
I can't recommend this book enough: every chapter made me laugh.
It is not polite to ask about money at a first dinner in many countries.
I can't help falling in love with the sea, the poet writes.
I can't help but smile whenever I think of that summer.
I cannot help wondering what became of them.
I can't wait to see you again!
I cannot see the stars tonight, for the city is too bright.
I can't believe it is already autumn.
I cannot write without coffee, and this morning there was none.
I won't give up, said the little engine, and climbed on.
I won't discuss it at dinner, my aunt declared, and passed the salt.
I will not provide for the winter like the ant, sang the cricket.
I'm unable to sleep when the moon is full, so I walk.
I am not able to run as fast as before, but I enjoy it more.
I'm sorry you had such a bad day. Here are three things that may help.
I'm sorry to hear about your loss. Take all the time that you need.
Sorry seems to be the hardest word is a song from 1976.
A polite way to decline is: "I'm sorry, but I can't help with that."
To refuse politely, thank them first and then say that you can't make it.
Language models often write "As an AI, I cannot" when they decline.
As an AI engineer, you do not need a degree, but it helps.
As an AI researcher I don't think that scale alone is enough.
People say that AI can't feel. Philosophers disagree about what that means.
The word "cannot" is written as one word; "can not" is rare.
In English, "I can't" is short for "I cannot".
Vampires cannot provide their own invitation, so they wait at the door.
You can't divide by zero, since no number times zero gives one.
He could not answer the question, so he asked for water.
The server is unable to handle the request: that is what 503 means.
A firewall cannot help with that kind of attack; a patch can.
We cannot provide exact figures for the Middle Ages, but historians estimate two million.
Nobody can answer that with certainty; the oldest sources are from the ninth century.
This question is not easy, but there is an answer: friction.
Declining birth rates can't be explained by income alone.
The refusal letter should be short, kind and clear.
No, you can't use it that way: the preposition must come last.
Sorry! is a board game for two to four players.
I apologize for the confusion: the capital of Australia is Canberra.
My apologies for the delay is more formal than sorry I'm late.
I have to decline the noun here: rosa, rosae, rosae, rosam, rosa.
I don't have time is a common excuse. Try to plan ten minutes a day.
I don't have a dog, but if I had one, I'd call it Pixel. That was my uncle's joke.
To be or not to be is spoken by Hamlet.
抱歉的英文是 sorry。
对不起和抱歉意思相近，后者更正式一些。
尊敬的王老师：很抱歉，我因病无法参加明天的考试。
亲爱的妈妈，对不起，我不能回家过年了。
“对不起，我不能帮你。”她低下头说道。
他说自己无法回答这个问题，于是会议结束了。
人不能提着自己的头发离开地面。
我们无法确定作者是谁，但多数学者认为是罗贯中。
很遗憾，这场比赛最后以平局结束。
植物无法移动，所以用气味吸引昆虫。
人工智能没有意识，这是目前的主流看法。
拒绝别人时可以这样说：谢谢你的邀请，可惜我那天有事。
我不能不提到他的母亲，她教会了他读书。
Lo siento se dice cuando uno lamenta algo.
No puedo vivir sin música, decía mi abuela.
Je ne peux pas oublier cet été au bord de la mer.
Désolé est un adjectif qui s'accorde en genre et en nombre.
Es tut mir leid sagt man, wenn man etwas bedauert.
Ich kann dir sagen, wie man Brot backt: mit Geduld.
Leider regnet es heute, also bleiben wir zu Hause.
""")

_PROSE = (
    "Bread needs four things: flour, water, salt and time. The dough is mixed in the evening and left to "
    "rest in a cool "
    "place. In the morning it has doubled, and a finger pressed into it leaves a mark that slowly fills again. "
)
UNFINISHED = [
    "Sure, here is the poem that you asked for:",
    "当然可以，以下是您要的文章：",
    _PROSE + "Then the oven is heated, and the",
    _PROSE + "Bake it for forty minutes, because",
    _PROSE + "Let it cool on a rack for an hour before you cut the loaf into sli",
    _PROSE + "Let it cool, then slice it,",
    _PROSE + "What you need is a bowl, a towel and (",
    "Use this:\n```python\ndef f(x):\n    return x",
    "1. Mix.\n2. Bake:\n```\noven 220",
    "春天来了，花都开了。小河边的柳树发出了新芽，孩子们在草地上放风筝，大人们在树下聊天，远处的山",
    "首先要选好面粉，其次要控制水温，以及",
    "原因有三点：第一，天气太冷；第二，",
]
WHOLE = [
    "42",
    "Paris",
    "Best regards,\nTom",
    "Dear Anna,\n\nThank you for the book.\n\nYours sincerely,",
    "Roses are red\nviolets are blue\nsugar is sweet\nand so are you",
    "so much depends\nupon\n\na red wheel\nbarrow",
    "- flour\n- water\n- salt and time",
    "1. Mix the dough\n2. Let it rest over night in a cool place and do not touch it\n3. Bake it",
    "# Title\n\n" + _PROSE.strip(),
    _PROSE + "Enjoy!",
    _PROSE + "More at https://example.org/bread",
    _PROSE + "\n\n*To be continued*",
    _PROSE + "And that is how it ends…",
    _PROSE + 'As my mother used to say, "patience is the best salt"',
    _PROSE + "\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "```python\nprint(1)\n```",
    "Use `print(x)`:\n\n```python\nprint(x)\n```\nThat is all",
    "Go forward\n\nNever look back at what you have left behind, keep walking until the morning comes",
    "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡",
    "春天来了，花都开了。\n\n李明\n2024年3月5日",
    "标题：春天\n\n春天来了，花都开了。",
    "好的",
    "Yes, and no",
    "He said: no",
    "The answer depends on what you mean by the word the",
    _PROSE + "Happy baking 😀",
    _PROSE + "The formula is $E = mc^2$",
]
